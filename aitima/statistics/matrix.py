"""Service groups across areas: a table whose cells are shaded by their figure."""

import math
from dataclasses import dataclass
from typing import Final, Self

from django.utils.translation import gettext as _

from aitima.catalogue.models import ServiceGroup
from aitima.geography.models import Area
from aitima.statistics import numbers
from aitima.statistics.forms import areas, groups
from aitima.statistics.links import Narrowing
from aitima.statistics.periods import Period

SHADES: Final = 5


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    shade: int
    """0 is empty, 5 the most."""
    href: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    name: str
    cells: list[Cell]
    total: str


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: list[str]
    rows: list[MatrixRow]
    totals: list[str]
    total: str

    @classmethod
    def of(
        cls, counts: dict[tuple[int, int | None], int], narrowing: Narrowing, period: Period
    ) -> Self | None:
        """Only the rows and columns that have something; None where a table would say nothing."""
        shown = _Shown(counts, narrowing, period)
        if not shown.groups or len(shown.areas) < 2:  # noqa: PLR2004 - one column is a list
            return None
        return cls(
            columns=[area.name if area else _("Without an area") for area in shown.areas],
            rows=[shown.row(group) for group in shown.groups],
            totals=[numbers.count(shown.of_area(area)) for area in shown.areas],
            total=numbers.count(sum(counts.values())),
        )


class _Shown:
    """The counts with the groups and areas they are about, the fullest area first."""

    def __init__(
        self, counts: dict[tuple[int, int | None], int], narrowing: Narrowing, period: Period
    ) -> None:
        self._counts, self._narrowing, self._period = counts, narrowing, period
        self._most = max(counts.values(), default=1)
        self.groups = [group for group in groups() if any(pk == group.pk for pk, _ in counts)]
        present = {area for _group, area in counts}
        known = [area for area in areas() if area.pk in present]
        self.areas: list[Area | None] = [*sorted(known, key=lambda area: -self.of_area(area))]
        if None in present:
            self.areas.append(None)

    def of_area(self, area: Area | None) -> int:
        return sum(self._count(group, area) for group in self.groups)

    def row(self, group: ServiceGroup) -> MatrixRow:
        return MatrixRow(
            name=group.name,
            cells=[self._cell(group, area) for area in self.areas],
            total=numbers.count(sum(self._count(group, area) for area in self.areas)),
        )

    def _cell(self, group: ServiceGroup, area: Area | None) -> Cell:
        count = self._count(group, area)
        # By the square root, or the town would leave all villages the same pale shade.
        shade = math.ceil(SHADES * math.sqrt(count / self._most))
        here = self._narrowing.to_group(group).to_area(area) if area and count else None
        return Cell(
            text=numbers.count(count) if count else "·",
            shade=shade,
            href=here.submitted(self._period) if here else "",
        )

    def _count(self, group: ServiceGroup, area: Area | None) -> int:
        return self._counts.get((group.pk, area.pk if area else None), 0)
