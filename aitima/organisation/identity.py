"""The municipality as every page names it: read once a minute, never once a page."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from aitima.core.translated import translate
from aitima.geography.drawing import Drawing
from aitima.organisation import queries
from aitima.organisation.models import Municipality


@dataclass(frozen=True)
class Identity:
    """What the header, the footer and the receipt say about the municipality."""

    record: Municipality | None

    @property
    def name(self) -> str:
        return self.record.name if self.record else "Aitima"

    @property
    def contact_office(self) -> str:
        return translate(self.record.contact_office) if self.record else ""

    @property
    def address(self) -> str:
        return translate(self.record.address) if self.record else ""

    @property
    def phone(self) -> str:
        return self.record.phone if self.record else ""

    @property
    def phone_link(self) -> str:
        return "".join(c for c in self.phone if c.isdigit() or c == "+")

    @property
    def email(self) -> str:
        return self.record.email if self.record else ""

    @property
    def hours(self) -> str:
        """When the office is open, e.g. «Δευτέρα έως Παρασκευή 7:00–15:00»."""
        if self.record is None or not self.record.working_weekdays:
            return ""
        days = sorted(self.record.working_weekdays)
        return _("%(first)s to %(last)s %(opens)s–%(closes)s") % {
            "first": WEEKDAYS[days[0] - 1],
            "last": WEEKDAYS[days[-1] - 1],
            "opens": f"{self.record.opens_at:%-H:%M}",
            "closes": f"{self.record.closes_at:%-H:%M}",
        }

    @property
    def emergency_numbers(self) -> list[dict[str, Any]]:
        numbers = self.record.emergency_numbers if self.record else []
        return [{"number": n["number"], "name": translate(n["names"])} for n in numbers]

    @cached_property
    def drawing(self) -> Drawing | None:
        coastline = self.record.coastline if self.record else None
        return _drawn(coastline) if coastline else None


def identity() -> Identity:
    try:
        return Identity(queries.municipality())
    except queries.NoMunicipality:
        return Identity(None)


_kept: list[tuple[dict[str, Any], Drawing]] = []


def _drawn(coastline: dict[str, Any]) -> Drawing:
    """Draw once and keep it: the record is read every minute, the coast stays as it is."""
    if not _kept or _kept[0][0] != coastline:
        _kept[:] = [(coastline, Drawing.of(coastline))]
    return _kept[0][1]
