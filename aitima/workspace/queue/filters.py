"""What narrows a list: everything stands in the address, so a link is a saved view."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import Any, Final

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aitima.accounts.models import User
from aitima.catalogue.models import Service, ServiceGroup
from aitima.catalogue.queries import catalogue
from aitima.core.caching import kept_for
from aitima.geography.models import Area
from aitima.organisation.models import Unit
from aitima.service_requests import queries
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models.service_request import ServiceRequestQuerySet
from aitima.workspace.queue.groups import Deadlines, Due
from aitima.workspace.staff import Staff

NAMES: Final = ("q", "service", "area", "unit", "officer", "state", "due", "since", "until")


@dataclass(frozen=True, slots=True)
class Chip:
    """One narrowing in words, and the address without it."""

    key: str
    name: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Filters:
    """The narrowings of an address that make sense; the others count for nothing."""

    text: str = ""
    group: ServiceGroup | None = None
    service: Service | None = None
    area: Area | None = None
    unit: Unit | None = None
    officer: User | None = None
    state: Status | None = None
    due: Due | None = None
    since: date | None = None
    until: date | None = None

    @property
    def any(self) -> bool:
        return self != Filters()

    def apply(self, requests: ServiceRequestQuerySet, *, at: datetime) -> ServiceRequestQuerySet:
        found = requests.filter(**dict(self._facts()))
        if self.unit:
            found = found.filter(unit__in=Unit.objects.within(self.unit).values("pk"))
        if self.due:
            found = found.filter(Deadlines(at).condition(self.due))
        return queries.matching(found, self.text)

    def _facts(self) -> Iterator[tuple[str, object]]:
        facts = {
            "service__group": self.group,
            "service": self.service,
            "area": self.area,
            "officer": self.officer,
            "status": self.state,
            "submitted_at__gte": self.since and _midnight(self.since),
            "submitted_at__lt": self.until and _midnight(self.until + timedelta(days=1)),
        }
        return ((name, value) for name, value in facts.items() if value)

    def values(self) -> Iterator[tuple[str, str, str]]:
        """Each narrowing: its key in the address, its name, its value in words."""
        named: Mapping[str, tuple[str, Any]] = {
            "q": (_("Text"), self.text),
            "service": (_("Service"), self.service or self.group),
            "area": (_("Area"), self.area),
            "unit": (_("Unit"), self.unit and _("%(unit)s and below") % {"unit": self.unit.name}),
            "officer": (_("Officer"), self.officer),
            "state": (_("State"), self.state and self.state.label),
            "since": (_("From"), self.since and date_format(self.since, "SHORT_DATE_FORMAT")),
            "until": (_("Until"), self.until and date_format(self.until, "SHORT_DATE_FORMAT")),
        }
        return ((key, name, str(value)) for key, (name, value) in named.items() if value)


def read(address: QueryDict, staff: Staff) -> Filters:
    """Read the narrowings of an address; a unit outside the person's part is no narrowing."""
    service = address.get("service", "")
    return Filters(
        text=address.get("q", "").strip()[:200],
        group=next((g for g in catalogue().groups if f"group:{g.code}" == service), None),
        service=catalogue().services.get(service),
        area=next((a for a in areas() if a.code == address.get("area")), None),
        unit=next((u for u in staff.units if u.code == address.get("unit")), None),
        officer=_officer(address.get("officer", "")),
        state=_member(Status, address.get("state", "")),
        due=_member(Due, address.get("due", "")),
        since=_day(address.get("since", "")),
        until=_day(address.get("until", "")),
    )


def chips(filters: Filters, address: QueryDict) -> list[Chip]:
    return [
        Chip(key, name, value, changed(address, **{key: None}))
        for key, name, value in filters.values()
    ]


def changed(address: QueryDict, **changes: str | None) -> str:
    """The address with some parts changed or (None) left out; the page number is forgotten."""
    query = address.copy()
    for key in ("page", "preview", "filter", *changes):
        query.pop(key, None)
    for key, value in changes.items():
        if value is not None:
            query[key] = value
    return f"?{query.urlencode()}"


@kept_for(seconds=60)
def areas() -> tuple[Area, ...]:
    """The parts of the municipality, without their outlines."""
    return tuple(Area.objects.municipal_units().defer("outline"))


def _officer(pk: str) -> User | None:
    return User.objects.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 18 else None  # noqa: PLR2004 - digits of a bigint


def _member[T: (Status, Due)](kind: type[T], value: str) -> T | None:
    return kind(value) if value in list(kind) else None


def _day(text: str) -> date | None:
    """A day, but not of the last year there is: what ends with it would end beyond."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and day.year < MAXYEAR else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
