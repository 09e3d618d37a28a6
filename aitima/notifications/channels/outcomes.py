"""How a try to deliver ended, in words every channel shares."""

from dataclasses import dataclass
from enum import Enum, auto


class Verdict(Enum):
    ACCEPTED = auto()
    TRY_AGAIN = auto()  # the provider is away, busy, or asks for patience
    REFUSED = auto()  # it would refuse the same message again


@dataclass(frozen=True, slots=True)
class Outcome:
    verdict: Verdict
    words: str  # what the provider said, for the delivery log
