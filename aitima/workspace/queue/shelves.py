"""The shelves of the rail: ready-made selections, each with its count."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import ServiceRequest
from aitima.service_requests.models.service_request import ServiceRequestQuerySet
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
    Shelf.CLOSED: "s-resolved",
    Shelf.ALL: "rows",
}


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
        Shelf.CLOSED: _("Closed lately"),
        Shelf.ALL: _("All requests"),
    }[shelf]


def condition(shelf: Shelf, staff: Staff) -> Q:
    """What distinguishes a shelf among the open requests that the person sees."""
    deadlines = Deadlines(staff.at)
    return {
        Shelf.MINE: Q(officer_id=staff.user.pk),
        Shelf.UNCHARGED: Q(status=Status.SUBMITTED),
        Shelf.TODAY: deadlines.condition(Due.TODAY),
        Shelf.OVERDUE: deadlines.condition(Due.OVERDUE),
        Shelf.WAITING: deadlines.condition(Due.WAITING),
        Shelf.REOPENED: Q(times_reopened__gt=0),
    }.get(shelf, Q())


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
    groups = dict(by_deadline(staff.requests().open(), staff, _open_shelves(staff)))
    shelves = {shelf: groups.pop(shelf.name) for shelf in Shelf if shelf.name in groups}
    shelves[Shelf.CLOSED] = capped(on(Shelf.CLOSED, staff))
    return Counts(shelves, {due: groups[due.value] for due in Due})


def group_counts(requests: ServiceRequestQuerySet, staff: Staff) -> dict[Due, int]:
    found = by_deadline(requests, staff, {})
    return {due: found[due.value] for due in Due}


def by_deadline(
    requests: ServiceRequestQuerySet, staff: Staff, more: dict[str, Count]
) -> dict[str, int]:
    deadlines = Deadlines(staff.at)
    parts = {due.value: Count("due_at", filter=deadlines.condition(due)) for due in Due}
    return requests.aggregate(**parts, **more)


def _open_shelves(staff: Staff) -> dict[str, Count]:
    shelves = [shelf for shelf in Shelf if shelf.is_open]
    return {shelf.name: Count("due_at", filter=condition(shelf, staff)) for shelf in shelves}


def capped(requests: QuerySet[ServiceRequest], cap: int = CAP) -> int:
    """Count, but no further than one beyond the cap."""
    return requests.order_by()[: cap + 1].count()


def shown(count: int, cap: int = CAP) -> str:
    return f"{cap}+" if count > cap else str(count)
