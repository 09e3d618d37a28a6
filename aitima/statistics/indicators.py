"""What the figures mean: one definition each, for the pages, the documents and the queries.

Where the figures come from is the business of `queries`; another source must answer to these
same words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FEW: Final = 5
"""Below so many cases no median and no percentage is told: it would speak of persons."""

ENOUGH_FOR_MOST: Final = 10
"""Below so many cases "nine of ten" has no meaning."""


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something took, in days: half of the cases at most `median`."""

    cases: int = 0
    median: float | None = None
    most: float | None = None
    """Nine of ten cases took at most this long."""

    @property
    def told(self) -> float | None:
        return self.median if self.cases >= FEW else None

    @property
    def told_most(self) -> float | None:
        return self.most if self.cases >= ENOUGH_FOR_MOST else None


NO_CASES: Final = Duration()


@dataclass(frozen=True, slots=True)
class Figures:
    """Every indicator for one period and one part of the municipality."""

    submitted: int = 0
    resolved: int = 0
    open: int = 0
    overdue: int = 0
    response: Duration = NO_CASES
    resolution: Duration = NO_CASES

    @property
    def nothing(self) -> bool:
        return not (self.submitted or self.resolved or self.open or self.response.cases)


class Better(StrEnum):
    """Which way a change is good; of more requests nobody can say."""

    LESS = "less"
    MORE = "more"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Indicator:
    key: str
    name: Promise
    definition: Promise
    better: Better
    read: Callable[[Figures], int | Duration]


SUBMITTED: Final = Indicator(
    "submitted",
    pgettext_lazy("figure", "Submitted"),
    _("Requests that were registered in the period, by any channel."),
    Better.NEITHER,
    lambda figures: figures.submitted,
)
RESOLVED: Final = Indicator(
    "resolved",
    pgettext_lazy("figure", "Resolved"),
    _(
        "Requests whose work was finished and answered in the period. One that was opened again "
        "counts only when it is resolved again, on that day. Requests that were not accepted, "
        "forwarded to another authority or withdrawn are not counted here."
    ),
    Better.MORE,
    lambda figures: figures.resolved,
)
OPEN: Final = Indicator(
    "open",
    pgettext_lazy("figure", "Open"),
    _(
        "Requests that were open at the end of the period, or are open now while it still runs, "
        "whenever they were submitted."
    ),
    Better.LESS,
    lambda figures: figures.open,
)
OVERDUE: Final = Indicator(
    "overdue",
    pgettext_lazy("figure", "Overdue"),
    _(
        "Those of the open requests that were past the target of their service at that moment. "
        "The target counts working time, and is taken as it stands today; while the citizen's "
        "answer is awaited a request is not overdue."
    ),
    Better.LESS,
    lambda figures: figures.overdue,
)
RESPONSE: Final = Indicator(
    "response",
    pgettext_lazy("figure", "First response"),
    _(
        "Days from the submission to the municipality's first answer to the citizen, for the "
        "requests first answered in the period. The median: half of them waited less, half more."
    ),
    Better.LESS,
    lambda figures: figures.response,
)
RESOLUTION: Final = Indicator(
    "resolution",
    pgettext_lazy("figure", "Resolution"),
    _(
        "Days from the submission to the resolution, for the requests resolved in the period. "
        "The median: half of them were done sooner, half later. Days are calendar days, weekends "
        "and waiting for the citizen included: what the citizen lives through."
    ),
    Better.LESS,
    lambda figures: figures.resolution,
)

ALL: Final = (SUBMITTED, RESOLVED, OPEN, OVERDUE, RESPONSE, RESOLUTION)
