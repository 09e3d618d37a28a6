"""The shelves of the rail: ready-made selections, each with its count."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aitima.catalogue.queries import catalogue
from aitima.service_requests import permissions
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import ServiceRequest
from aitima.service_requests.models.service_request import ServiceRequestQuerySet
from aitima.service_requests.permissions import Power
from aitima.workspace.queue.groups import Deadlines, Due
from aitima.workspace.staff import Staff

CLOSED_LATELY: Final = timedelta(days=14)
CAP: Final = 10_000
"""Counts of what may be the whole archive stop here; nobody reads further by paging."""


class Shelf(StrEnum):
    MINE = "mine"
    UNIT = "unit"
    UNCHARGED = "uncharged"
    TODAY = "today"
    OVERDUE = "overdue"
    WAITING = "waiting"
    REOPENED = "reopened"
    TO_CHECK = "check"
    CLOSED = "closed"
    ALL = "all"

    @property
    def is_open(self) -> bool:
        return self not in {Shelf.CLOSED, Shelf.ALL}


ICONS: Final = {
    Shelf.MINE: "users",
    Shelf.UNIT: "tree",
    Shelf.UNCHARGED: "s-submitted",
    Shelf.TODAY: "m-today",
    Shelf.OVERDUE: "m-over",
    Shelf.WAITING: "s-waiting",
    Shelf.REOPENED: "s-reopened",
    Shelf.TO_CHECK: "eye",
    Shelf.CLOSED: "s-resolved",
    Shelf.ALL: "rows",
}


# Shelves that are a group of the deadlines, whose count is known with the groups'.
_OF_GROUP: Final = {
    Shelf.TODAY: Due.TODAY,
    Shelf.OVERDUE: Due.OVERDUE,
    Shelf.WAITING: Due.WAITING,
}
_OF_THEIR_OWN: Final = (Shelf.MINE, Shelf.UNCHARGED, Shelf.REOPENED)


def wanted(staff: Staff) -> list[Shelf]:
    """The shelves that mean something to the person."""
    looks = _looks_first(staff)
    return [shelf for shelf in Shelf if looks or shelf is not Shelf.TO_CHECK]


def _looks_first(staff: Staff) -> bool:
    """Not every municipality has services that are looked at first, nor does everybody look."""
    if not staff.access.may_anywhere(Power.PUBLISH):
        return False
    return any(service.checked_first for service in catalogue().services.values())


def name(shelf: Shelf, staff: Staff) -> str:
    unit = _("All units") if staff.sees_the_house else _("My unit")
    return {
        Shelf.MINE: _("Charged to me"),
        Shelf.UNIT: unit,
        Shelf.UNCHARGED: _("Not yet charged"),
        Shelf.TODAY: _("Due today"),
        Shelf.OVERDUE: _("Overdue"),
        Shelf.WAITING: _("Waiting for the citizen"),
        Shelf.REOPENED: pgettext("shelf", "Reopened"),
        Shelf.TO_CHECK: _("To be looked at"),
        Shelf.CLOSED: _("Closed lately"),
        Shelf.ALL: _("All requests"),
    }[shelf]


def condition(shelf: Shelf, staff: Staff) -> Q:
    """What distinguishes a shelf among the open requests that the person sees."""
    if shelf in _OF_GROUP:
        return Deadlines(staff.at).condition(_OF_GROUP[shelf])
    return {
        Shelf.MINE: Q(officer_id=staff.user.pk),
        Shelf.UNCHARGED: Q(status=Status.SUBMITTED),
        Shelf.REOPENED: Q(times_reopened__gt=0),
        Shelf.TO_CHECK: Q(to_be_checked=True) & _may_publish(staff),
    }.get(shelf, Q())


def _may_publish(staff: Staff) -> Q:
    """Whoever sees no more than the own rooms may publish all that is seen there."""
    return permissions.reached(staff.access, Power.PUBLISH) if staff.sees_the_house else Q()


def on(shelf: Shelf, staff: Staff) -> ServiceRequestQuerySet:
    if shelf is Shelf.ALL:
        return staff.requests()
    if shelf is Shelf.CLOSED:
        return staff.requests().closed().filter(closed_at__gte=staff.at - CLOSED_LATELY)
    return staff.requests().open().filter(condition(shelf, staff))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many requests stand on each shelf, and in each group of the person's open ones."""

    shelves: dict[Shelf, int]
    groups: dict[Due, int]

    def text(self, shelf: Shelf) -> str:
        return shown(self.shelves[shelf]) if shelf in self.shelves else ""


def counts(staff: Staff) -> Counts:
    """Every number of the rail: one statement for what is open, one for what was closed."""
    own = (*_OF_THEIR_OWN, Shelf.TO_CHECK) if _looks_first(staff) else _OF_THEIR_OWN
    more = {shelf.name: Count("due_at", filter=condition(shelf, staff)) for shelf in own}
    found = by_deadline(staff.requests().open(), staff, more)
    groups = {due: found[due.value] for due in Due}
    shelves = {shelf: found[shelf.name] for shelf in own}
    shelves |= {shelf: groups[due] for shelf, due in _OF_GROUP.items()}
    shelves |= {Shelf.UNIT: sum(groups.values()), Shelf.CLOSED: capped(on(Shelf.CLOSED, staff))}
    return Counts(shelves, groups)


def group_counts(requests: ServiceRequestQuerySet, staff: Staff) -> dict[Due, int]:
    found = by_deadline(requests, staff, {})
    return {due: found[due.value] for due in Due}


def by_deadline(
    requests: ServiceRequestQuerySet, staff: Staff, more: dict[str, Count]
) -> dict[str, int]:
    deadlines = Deadlines(staff.at)
    parts = {due.value: Count("due_at", filter=deadlines.condition(due)) for due in Due}
    return requests.aggregate(**parts, **more)


def capped(requests: QuerySet[ServiceRequest], cap: int = CAP) -> int:
    """Count, but no further than one beyond the cap."""
    return requests.order_by()[: cap + 1].count()


def shown(count: int, cap: int = CAP) -> str:
    return f"{cap}+" if count > cap else str(count)
