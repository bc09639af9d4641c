"""The client itself stopped reading an answer."""

from niemyet.model.words import FetchOutcome


class StoppedError(Exception):
    """What came of the answer, why, and whether another try may help."""

    def __init__(self, outcome: FetchOutcome, reason: str, *, again: bool = False) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.again = again
