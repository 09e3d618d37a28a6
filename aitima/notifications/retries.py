"""When to try again."""

import secrets
from datetime import timedelta
from typing import Final

# After the n-th failed try. A mail server's restart is over in a minute, an outage by
# the morning; the last step repeats. RFC 5321 §4.5.4.1 asks for four to five days in all.
LADDER: Final = tuple(
    timedelta(seconds=seconds) for seconds in (15, 60, 240, 900, 3_600, 10_800, 21_600)
)
MAX_TRIES: Final = 24  # 4 days and 21 hours on this ladder

_JITTER: Final = 0.2  # so that what failed together does not come back together


def pause_after(tries: int) -> timedelta:
    """The pause after so many tries, give or take a fifth."""
    step = LADDER[min(max(tries, 1), len(LADDER)) - 1]
    share = secrets.SystemRandom().uniform(-_JITTER, _JITTER)
    return step * (1 + share)
