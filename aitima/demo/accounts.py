"""Who can sign in to the demonstration. Nobody of them exists; each is named by a role."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction

from aitima.accounts.models import User
from aitima.organisation.models import Assignment, Unit
from aitima.organisation.queries import municipality

Role = Assignment.Role
_OFFICER, _HEAD = Role.OFFICER, Role.HEAD

PASSWORD: Final = "aitima-demo"  # noqa: S105 - printed for everybody; the demonstration has no secrets


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A sign-in of the demonstration, named by its role in both languages."""

    username: str
    name_el: str
    name_en: str
    unit: str = ""
    role: Role | None = None
    password: str = PASSWORD


ACCOUNTS: Final = (
    DemoAccount("counter", "Γραφείο Εξυπηρέτησης Δημότη", "Citizens' counter", "GEP", Role.COUNTER),
    DemoAccount("officer", "Ηλεκτρολόγος Συνεργείου", "Officer, electricians", "DTY2.1", _OFFICER),
    DemoAccount("head", "Προϊστάμενος Ηλεκτροφωτισμού", "Head of street lighting", "DTY2", _HEAD),
    DemoAccount("director", "Διευθύντρια Τεχνικών Υπηρεσιών", "Technical director", "DTY", _HEAD),
    DemoAccount("administration", "Γραφείο Δημάρχου", "Administration", "GD", Role.ADMINISTRATION),
    DemoAccount("kalloni", "Υπάλληλος Γραφείου Καλλονής", "Officer, Kalloni", "DEC06", _OFFICER),
    DemoAccount("kalloni-head", "Προϊσταμένη Γραφείου Καλλονής", "Head, Kalloni", "DEC06", _HEAD),
    DemoAccount("system", "Διαχειριστής Συστήματος", "System administrator"),
)

_GENITIVE: Final[Mapping[str, str]] = {
    "Αυτοτελές Τμήμα": "Αυτοτελούς Τμήματος",
    "Νομική Υπηρεσία": "Νομικής Υπηρεσίας",
    "Τμήμα": "Τμήματος",
    "Γραφείο": "Γραφείου",
    "Διεύθυνση": "Διεύθυνσης",
    "Συνεργείο": "Συνεργείου",
    "Κέντρο": "Κέντρου",
    "Περιφέρεια": "Περιφέρειας",
}


@dataclass(frozen=True)
class Staff:
    """The people of the demonstration by unit, for those who tell its history."""

    units: Mapping[int, Unit]
    heads: Mapping[int, User]
    officers: Mapping[int, User]

    def head_over(self, unit: Unit) -> User:
        """The unit's head, else the nearest one above it."""
        while unit.pk not in self.heads and unit.parent_id:
            unit = self.units[unit.parent_id]
        return self.heads[unit.pk]

    def unit(self, code: str) -> Unit | None:
        return next((unit for unit in self.units.values() if unit.code == code), None)


@transaction.atomic
def ensure() -> Staff:
    """Make the missing accounts, for every unit of the chart; those that are there stay."""
    units = {unit.pk: unit for unit in Unit.objects.order_by("path")}
    wanted = [*ACCOUNTS, *_for_units(units.values())]
    people = _people(wanted)
    by_code = {unit.code: unit for unit in units.values()}
    posts = [
        Assignment(user=people[one.username], unit=by_code[one.unit], role=one.role)
        for one in wanted
        if one.role and one.unit in by_code
    ]
    Assignment.objects.bulk_create(posts, ignore_conflicts=True)
    return Staff(units, _holders(posts, Role.HEAD), _holders(posts, Role.OFFICER))


def _people(wanted: list[DemoAccount]) -> dict[str, User]:
    domain = municipality().email.partition("@")[2] or "example.org"
    password = make_password(PASSWORD)  # one hash for all: hashing is slow on purpose
    User.objects.bulk_create(
        (
            User(
                username=one.username,
                full_name=one.name_el,
                email=f"{one.username}@{domain}",
                password=password,
                is_system_administrator=one.role is None,
            )
            for one in wanted
        ),
        ignore_conflicts=True,
    )
    names = [one.username for one in wanted]
    return {user.username: user for user in User.objects.filter(username__in=names)}


def _for_units(units: Iterable[Unit]) -> Iterable[DemoAccount]:
    taken = {(one.unit, one.role) for one in ACCOUNTS}
    for unit in units:
        for role, title, word in (
            (Role.HEAD, "Προϊστάμενος", "head"),
            (Role.OFFICER, "Υπάλληλος", "officer"),
        ):
            if (unit.code, role) in taken or (role == Role.HEAD and _has_no_head(unit)):
                continue
            name = title + _genitive(unit.names["el"])
            yield DemoAccount(f"{unit.code.lower()}-{word}", name[:120], "", unit.code, role)


def _has_no_head(unit: Unit) -> bool:
    """The mayor is nobody's head of unit, and a crew works under its department's."""
    parent = unit.parent
    in_department = bool(parent and parent.kind == Unit.Kind.DEPARTMENT)
    return parent is None or (unit.kind == Unit.Kind.OFFICE and in_department)


def _genitive(name: str) -> str:
    """«Τμήμα Πρασίνου» → «Τμήματος Πρασίνου»; other names stay as they are, set apart."""
    for nominative, genitive in _GENITIVE.items():
        if name.startswith(nominative + " "):
            return f" {genitive}{name.removeprefix(nominative)}"
    return f", {name}"


def _holders(posts: Iterable[Assignment], role: Role) -> dict[int, User]:
    return {post.unit_id: post.user for post in posts if post.role == role}
