"""The municipality as every page names it: read once a minute, never once a page."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aitima.core.caching import kept_for
from aitima.core.translated import translate
from aitima.geography.drawing import Drawing
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
    def email(self) -> str:
        return self.record.email if self.record else ""

    @property
    def hours(self) -> str:
        if self.record is None:
            return ""
        return f"{self.record.opens_at:%-H:%M}–{self.record.closes_at:%-H:%M}"

    @property
    def emergency_numbers(self) -> list[dict[str, Any]]:
        numbers = self.record.emergency_numbers if self.record else []
        return [{"number": n["number"], "name": translate(n["names"])} for n in numbers]

    @cached_property
    def drawing(self) -> Drawing | None:
        """Drawn at the first page that shows it, and kept with the identity."""
        coastline = self.record.coastline if self.record else None
        return Drawing.of(coastline) if coastline else None


@kept_for(seconds=60)
def identity() -> Identity:
    kept = _last[0]
    record = Municipality.objects.first()
    if kept is not None and kept.record == record and _same_data(kept.record, record):
        return kept
    _last[0] = Identity(record)
    return _last[0]


_last: list[Identity | None] = [None]


def _same_data(one: Municipality | None, other: Municipality | None) -> bool:
    """Spare the drawing when a minute has passed and nothing changed."""
    if one is None or other is None:
        return one is other
    return all(
        getattr(one, field.attname) == getattr(other, field.attname)
        for field in Municipality._meta.concrete_fields  # noqa: SLF001 - Django's documented API
    )
