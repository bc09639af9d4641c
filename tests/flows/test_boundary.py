"""What is sent costs what sent it; what this machine says stops the run."""

import pytest

from niemyet.flows.boundary import contained
from niemyet.model.errors import NotThePageError, StorageError, UsageError
from niemyet.model.messages import msg

TOLD = msg("no record could be read")


@pytest.mark.parametrize(
    "sent", [ValueError("x"), RecursionError(), MemoryError(), KeyError("x"), NotThePageError(TOLD)]
)
def test_a_fault_of_what_was_sent_is_told_and_goes_no_further(sent: Exception) -> None:
    with contained("nguon") as fault:
        raise sent
    assert fault.reason


@pytest.mark.parametrize(
    "own", [StorageError(TOLD), UsageError(TOLD), OSError(28, "no space"), KeyboardInterrupt()]
)
def test_a_fault_of_this_machine_stops_the_run(own: BaseException) -> None:
    with pytest.raises(type(own)), contained("nguon"):
        raise own


def test_no_fault_has_no_reason() -> None:
    with contained("nguon") as fault:
        pass
    assert fault.reason is None
