"""The page of figures put together: what is read once, and the words for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from aitima.organisation.models import Unit
from aitima.statistics import queries, scope
from aitima.statistics.forms import Question, areas, groups
from aitima.statistics.glance import Row, rows
from aitima.statistics.links import Narrowing
from aitima.statistics.matrix import Matrix
from aitima.statistics.parts import Part, Parts
from aitima.statistics.periods import Period
from aitima.statistics.trend import Trend

NO_AREA: Final = None


@dataclass(frozen=True)
class Page:
    """Everything the template shows."""

    question: Question
    at: datetime
    nothing: bool
    glance: list[Row]
    trend: Trend
    units: Parts
    groups: Parts
    areas: Parts
    matrix: Matrix | None

    @property
    def period(self) -> Period:
        return self.question.period

    @property
    def before(self) -> Period:
        return self.question.period.before

    @property
    def runs(self) -> bool:
        return self.period.runs(self.at)


def make(question: Question, seen: list[Unit], *, at: datetime) -> Page:
    """Read the figures and lay them out; four statements, whatever was asked."""
    asked = scope.of_units(
        seen,
        within=question.unit,
        group_id=question.group.pk if question.group else None,
        area_id=question.area.pk if question.area else None,
    )
    narrowing = Narrowing(question.unit, question.group, question.area)
    period = question.period
    parts = queries.breakdown(asked, period, at=at)
    before = queries.total(asked, period.before, at=at)
    months = queries.months(asked, period.trend, at=at)
    cells = queries.cells(asked, period, at=at)
    trend = Trend(months, period.trend, narrowing, at)
    runs = period.runs(at)
    layout = _Layout(narrowing, period, runs=runs)
    return Page(
        question=question,
        at=at,
        nothing=parts.total.nothing,
        glance=rows(parts.total, before, trend, layout.narrowing, period, runs=runs),
        trend=trend,
        units=layout.units(parts, asked),
        groups=layout.groups(parts),
        areas=layout.areas(parts),
        matrix=Matrix.of(cells, narrowing, period),
    )


@dataclass(frozen=True, slots=True)
class _Layout:
    """Names and links for the parts of a breakdown."""

    narrowing: Narrowing
    period: Period
    runs: bool

    def units(self, parts: queries.Breakdown, asked: scope.Scope) -> Parts:
        found = [
            Part(unit.name, self.narrowing.to_unit(unit), parts.units[unit.pk])
            for unit in asked.units.values()
            if unit.pk in parts.units
        ]
        return self._parts(found)

    def groups(self, parts: queries.Breakdown) -> Parts:
        found = [
            Part(group.name, self.narrowing.to_group(group), parts.groups[group.pk])
            for group in groups()
            if group.pk in parts.groups
        ]
        return self._parts(found)

    def areas(self, parts: queries.Breakdown) -> Parts:
        found = [
            Part(area.name, self.narrowing.to_area(area), parts.areas[area.pk])
            for area in areas()
            if area.pk in parts.areas
        ]
        nowhere = parts.areas.get(NO_AREA)
        if nowhere:
            found.append(Part(_("Without an area"), None, nowhere))
        return self._parts(found)

    def _parts(self, found: Iterable[Part]) -> Parts:
        told = [part for part in found if not part.figures.nothing]
        return Parts(told, self.period, self.runs)
