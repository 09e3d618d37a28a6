"""The chart as a head charges by it: units and people with what lies on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Q
from django.utils import timezone

from aitima.organisation.models import Assignment, Unit
from aitima.organisation.queries import chart
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import ServiceRequest
from aitima.workspace.staff import Staff

_WORKS: Final = (Assignment.Role.OFFICER, Assignment.Role.HEAD, Assignment.Role.DEPUTY)
WIDEST: Final = 90
"""Length of the longest bar, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Load:
    """How much is open, and how much of it too late; it helps to share out, and ranks nobody."""

    open: int = 0
    overdue: int = 0
    longest: int = 1

    @property
    def width(self) -> int:
        return round(WIDEST * self.open / max(self.longest, 1))

    @property
    def over_width(self) -> int:
        return round(WIDEST * self.overdue / max(self.longest, 1))


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit of the chart with its load and the units under it."""

    unit: Unit
    load: Load
    mine: bool
    children: tuple["Branch", ...]

    def __iter__(self) -> Iterator["Branch"]:
        yield self
        for child in self.children:
            yield from child


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who can be charged."""

    pk: int
    name: str
    initials: str
    role: str
    load: Load


def branches(staff: Staff) -> tuple[list[Branch], list[Branch]]:
    """The person's own part of the chart, and the rest of the house."""
    units = [unit for unit in chart().values() if not unit.is_external]
    loads = _loads("unit_id", staff.at)
    longest = max((load[0] for load in loads.values()), default=1)
    mine = {unit.pk for unit in units if staff.access.covers(unit)}

    def grow(unit: Unit) -> Branch:
        under = [other for other in units if other.parent_id == unit.pk]
        load = Load(*loads.get(unit.pk, (0, 0)), longest)
        return Branch(unit, load, unit.pk in mine, tuple(grow(other) for other in under))

    inside = [unit for unit in units if unit.pk in mine and unit.parent_id not in mine]
    tops = [unit for unit in units if unit.parent_id is None and unit.pk not in mine]
    return [grow(unit) for unit in inside], [_without(grow(unit), mine) for unit in tops]


def colleagues(unit: Unit, *, at: datetime) -> list[Colleague]:
    """Who works in a unit today, each with what lies on them, by name."""
    posts = list(
        Assignment.objects.valid(on=timezone.localdate(at))
        .filter(unit=unit, role__in=_WORKS, user__is_active=True)
        .select_related("user")
        .order_by("user__full_name", "pk")
    )
    loads = _loads("officer_id", at, officer__in=[post.user_id for post in posts])
    longest = max((load[0] for load in loads.values()), default=1)
    by_person = {post.user_id: post for post in posts}
    return [
        Colleague(
            pk=post.user_id,
            name=post.user.full_name,
            initials=post.user.initials,
            role=post.get_role_display(),
            load=Load(*loads.get(post.user_id, (0, 0)), longest),
        )
        for post in by_person.values()
    ]


def _loads(column: str, at: datetime, **only: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Open and overdue requests for each value of a column, in one statement."""
    overdue = Count("pk", filter=~Q(status=Status.WAITING) & Q(due_at__lt=at))
    rows = (
        ServiceRequest.objects.open()
        .filter(**only)
        .order_by()
        .values_list(column)
        .annotate(open=Count("pk"), late=overdue)
    )
    return {key: (open_, late) for key, open_, late in rows}


def _without(branch: Branch, pks: set[int]) -> Branch:
    children = tuple(_without(c, pks) for c in branch.children if c.unit.pk not in pks)
    return Branch(branch.unit, branch.load, branch.mine, children)
