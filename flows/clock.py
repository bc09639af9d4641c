"""The clocks a run can take its time from."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

#: By how much the clocks of machines that write in turn may differ: S3 refuses each that is more than 15 minutes off
#: (RequestTimeTooSkewed), so two may be twice that apart.
SKEW = timedelta(minutes=30)


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The instant, UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


@dataclass(slots=True)
class SetClock:
    """A clock that stands where it was set and moves only when somebody sleeps.

    The demo's nights and the tests run on it: same clock, same bytes.
    """

    at: datetime
    slept: float = field(default=0.0)

    def now(self) -> datetime:
        """The instant it was set to and what was slept since, UTC."""
        return (self.at + timedelta(seconds=self.slept)).astimezone(UTC)

    def sleep(self, seconds: float) -> None:
        """Let the clock go on."""
        self.slept += seconds
