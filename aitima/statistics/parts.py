"""The municipality in parts (units, groups, areas): a chart, and the table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aitima.statistics import charts, numbers
from aitima.statistics.indicators import Figures
from aitima.statistics.links import Narrowing
from aitima.statistics.periods import Period

MOST_BARS: Final = 13


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    narrowing: Narrowing | None
    """Where its requests are listed; None where no list has just these."""
    figures: Figures


@dataclass(frozen=True, slots=True)
class TableRow:
    """A part as the table shows it."""

    name: str
    submitted: str
    resolved: str
    open: str
    overdue: str
    response: str
    resolution: str
    submitted_href: str
    open_href: str
    overdue_href: str


@dataclass(frozen=True)
class Parts:
    """The parts that have figures, in the order of the catalogue or the chart."""

    parts: Sequence[Part]
    period: Period
    runs: bool

    @cached_property
    def by_submitted(self) -> list[Part]:
        return sorted(self.parts, key=lambda part: -part.figures.submitted)

    @cached_property
    def by_open(self) -> list[Part]:
        return sorted(self.parts, key=lambda part: (-part.figures.overdue, -part.figures.open))

    @property
    def beyond(self) -> int:
        """How many parts the chart leaves to the table."""
        return max(0, len(self.parts) - MOST_BARS)

    @property
    def submitted_chart(self) -> SafeString | None:
        bars = [self._submitted(part) for part in self.by_submitted if part.figures.submitted]
        return _chart(bars, _("Requests submitted"))

    @property
    def open_chart(self) -> SafeString | None:
        bars = [self._open(part) for part in self.by_open if part.figures.open]
        return _chart(bars, _("Open requests, the overdue ones in red"))

    @property
    def table(self) -> list[TableRow]:
        return [self._row(part) for part in self.by_submitted]

    def _submitted(self, part: Part) -> charts.Bar:
        text = numbers.count(part.figures.submitted)
        return charts.Bar(
            name=part.name,
            value=part.figures.submitted,
            text=text,
            say=_("%(name)s: %(count)s submitted") % {"name": part.name, "count": text},
            href=part.narrowing.submitted(self.period) if part.narrowing else "",
        )

    def _open(self, part: Part) -> charts.Bar:
        still, late = numbers.count(part.figures.open), numbers.count(part.figures.overdue)
        facts = {"name": part.name, "open": still, "overdue": late}
        return charts.Bar(
            name=part.name,
            value=part.figures.open,
            text=_("%(open)s, %(overdue)s overdue") % facts if part.figures.overdue else still,
            say=_("%(name)s: %(open)s open, %(overdue)s of them overdue") % facts,
            href=part.narrowing.still_open() if part.narrowing and self.runs else "",
            part=part.figures.overdue,
        )

    def _row(self, part: Part) -> TableRow:
        figures, narrowing = part.figures, part.narrowing
        now = narrowing if self.runs else None
        return TableRow(
            name=part.name,
            submitted=numbers.count(figures.submitted),
            resolved=numbers.count(figures.resolved),
            open=numbers.count(figures.open),
            overdue=numbers.count(figures.overdue),
            response=numbers.median(figures.response),
            resolution=numbers.median(figures.resolution),
            submitted_href=narrowing.submitted(self.period) if narrowing else "",
            open_href=now.still_open() if now else "",
            overdue_href=now.overdue() if now else "",
        )


def _chart(bars: list[charts.Bar], title: str) -> SafeString | None:
    """A picture of the first of them; of nothing there is none."""
    if not bars:
        return None
    return charts.bars(bars[:MOST_BARS], title=title, language=numbers.language())
