"""From a figure to the requests behind it, in the staff's list."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from aitima.catalogue.models import ServiceGroup
from aitima.geography.models import Area
from aitima.organisation.models import Unit
from aitima.statistics.periods import Period


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the page is narrowed to; each row of it narrows one thing further."""

    unit: Unit | None = None
    group: ServiceGroup | None = None
    area: Area | None = None

    def to_unit(self, unit: Unit) -> "Narrowing":
        return replace(self, unit=unit)

    def to_group(self, group: ServiceGroup) -> "Narrowing":
        return replace(self, group=group)

    def to_area(self, area: Area) -> "Narrowing":
        return replace(self, area=area)

    def submitted(self, period: Period) -> str:
        return self._list("all", since=f"{period.first}", until=f"{period.last}")

    def still_open(self) -> str:
        return self._list("unit")

    def overdue(self) -> str:
        return self._list("overdue")

    def _list(self, view: str, **days: str) -> str:
        facts = {
            "view": view,
            "unit": self.unit and self.unit.code,
            "service": self.group and f"group:{self.group.code}",
            "area": self.area and self.area.code,
            **days,
        }
        wanted = {name: value for name, value in facts.items() if value}
        return f"{reverse('workspace:queue')}?{urlencode(wanted)}"
