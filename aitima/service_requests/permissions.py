"""Who may do what with which request: by role, and by the unit's place in the chart.

Everything is denied unless a line of `POWERS` allows it. A view never decides; it asks here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from aitima.organisation.models import Assignment, Unit
from aitima.service_requests.models import ServiceRequest

if TYPE_CHECKING:
    from aitima.accounts.models import User
    from aitima.service_requests.models.service_request import ServiceRequestQuerySet

Role = Assignment.Role


class Power(Enum):
    """One thing that somebody may be allowed to do."""

    SEE = auto()
    SEE_PERSON = auto()
    NOTE = auto()
    ANSWER = auto()
    TAKE = auto()
    WORK = auto()
    CHARGE = auto()
    DECIDE = auto()
    PUBLISH = auto()
    BLOCK = auto()
    SEE_STATISTICS = auto()


_OFFICER = frozenset(
    {
        Power.SEE,
        Power.SEE_PERSON,
        Power.NOTE,
        Power.ANSWER,
        Power.TAKE,
        Power.WORK,
        Power.PUBLISH,
    }
)
_HEAD = _OFFICER | {Power.CHARGE, Power.DECIDE, Power.SEE_STATISTICS}

POWERS: Final[Mapping[Role, frozenset[Power]]] = {
    Role.OFFICER: _OFFICER,
    Role.HEAD: _HEAD,
    Role.DEPUTY: _HEAD,
    Role.ADMINISTRATION: frozenset(
        {
            Power.SEE,
            Power.NOTE,
            Power.CHARGE,
            Power.DECIDE,
            Power.BLOCK,
            Power.SEE_STATISTICS,
        }
    ),
    Role.COUNTER: frozenset({Power.SEE, Power.SEE_PERSON, Power.NOTE}),
    Role.AUDITOR: frozenset({Power.SEE, Power.SEE_STATISTICS}),
}

# Who looks after the system sees no request, but takes contacts on and off the list of the blocked.
_SYSTEM: Final = frozenset({Power.BLOCK})

# What another body is competent for has no unit of ours behind it: the counter sends it there,
# within the three days of Ν. 2690/1999 art. 4 §1.
_SENDS_ON: Final = frozenset({Power.ANSWER, Power.DECIDE})

# An officer's room is the unit itself, a head's the unit and all below it, the others' the house.
_UNIT: Final = frozenset({Role.OFFICER})
_SUBTREE: Final = frozenset({Role.HEAD, Role.DEPUTY})

# A complaint names people: it is for those who handle it, not for everybody who may look around.
_HANDLES_CONFIDENTIAL: Final = frozenset({Role.OFFICER, Role.HEAD, Role.DEPUTY})


@dataclass(frozen=True, slots=True)
class Post:
    """A role somebody holds now, and the unit it is held in."""

    role: Role
    unit_id: int
    path: str

    def covers(self, unit: Unit) -> bool:
        if self.role in _UNIT:
            return unit.pk == self.unit_id
        return self.role not in _SUBTREE or unit.path.startswith(self.path)

    def unit_filter(self) -> Q:
        if self.role in _UNIT:
            return Q(pk=self.unit_id)
        return Q(path__startswith=self.path) if self.role in _SUBTREE else Q()


@dataclass(frozen=True, slots=True)
class Access:
    """What one person may do at one moment."""

    user_id: int
    posts: tuple[Post, ...]
    looks_after_system: bool = False

    def may(self, power: Power, service_request: ServiceRequest) -> bool:
        return any(
            power in _powers(post.role, service_request.unit)
            and self._reaches(post, service_request)
            for post in self.posts
        )

    def may_anywhere(self, power: Power) -> bool:
        if self.looks_after_system and power in _SYSTEM:
            return True
        return any(power in POWERS[post.role] for post in self.posts)

    def covers(self, unit: Unit) -> bool:
        return any(Power.CHARGE in POWERS[post.role] and post.covers(unit) for post in self.posts)

    def units(self, power: Power = Power.SEE) -> Q:
        """The units in which the power is held, as a filter on `Unit`."""
        found = Q(pk__in=[])
        for post in self.posts:
            if power in POWERS[post.role]:
                found |= post.unit_filter()
        return found

    def _reaches(self, post: Post, service_request: ServiceRequest) -> bool:
        if service_request.confidential and post.role not in _HANDLES_CONFIDENTIAL:
            return False
        is_mine = service_request.officer_id == self.user_id and post.role in _UNIT
        return is_mine or post.covers(service_request.unit)


def _powers(role: Role, unit: Unit) -> frozenset[Power]:
    sends_on = role == Role.COUNTER and unit.is_external
    return POWERS[role] | _SENDS_ON if sends_on else POWERS[role]


def access_of(user: "User", *, at: datetime) -> Access:
    """Read the posts somebody holds; one query."""
    if not user.is_active:
        return Access(user.pk, ())
    today = timezone.localdate(at)
    rows = (
        Assignment.objects.valid(on=today)
        .filter(user_id=user.pk)
        .values_list("role", "unit_id", "unit__path")
    )
    posts = tuple(Post(Role(role), unit_id, path) for role, unit_id, path in rows)
    return Access(user.pk, posts, looks_after_system=user.is_system_administrator)


def visible_to(access: Access) -> "ServiceRequestQuerySet":
    """The requests that somebody may see; the only way a page of the staff reads requests."""
    return ServiceRequest.objects.filter(reached(access, Power.SEE))


def reached(access: Access, power: Power) -> Q:
    """The requests for which somebody holds the power, as a condition."""
    found = Q(pk__in=[])
    for post in access.posts:
        if power in POWERS[post.role]:
            found |= _reached_from(post, access.user_id)
    return found


def _reached_from(post: Post, user_id: int) -> Q:
    if post.role not in _HANDLES_CONFIDENTIAL:
        return Q(confidential=False)
    if post.role in _UNIT:
        return Q(unit_id=post.unit_id) | Q(officer_id=user_id)
    return Q(unit__in=Unit.objects.filter(path__startswith=post.path).values("pk"))


def check(user: "User", power: Power, service_request: ServiceRequest, *, at: datetime) -> Access:
    """Return the person's access, or refuse.

    Raises:
        PermissionDenied: nobody gave this person the power over this request.
    """
    access = access_of(user, at=at)
    if not access.may(power, service_request):
        raise PermissionDenied(_("Your role does not allow this for this request."))
    return access


def check_anywhere(user: "User", power: Power, *, at: datetime) -> None:
    """Refuse, unless somebody gave this person the power, whatever it is about.

    Raises:
        PermissionDenied: nobody did.
    """
    if not access_of(user, at=at).may_anywhere(power):
        raise PermissionDenied(_("Your role does not allow this."))
