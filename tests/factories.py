"""Things that tests are about, made with only the facts that matter."""

import itertools
import uuid
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from aitima.accounts.models import User
from aitima.catalogue.models import Service, ServiceGroup
from aitima.core.text import fold
from aitima.geography.models import Area, Place
from aitima.organisation.models import Assignment, Municipality, Unit
from aitima.service_requests import actions
from aitima.service_requests.models import ServiceRequest

ATHENS = ZoneInfo("Europe/Athens")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ATHENS)  # a Monday

_numbers = itertools.count(1)


def both(text: str) -> dict[str, str]:
    """The same words in both languages."""
    return {"el": text, "en": text}


def make_municipality(**facts: Any) -> Municipality:
    """The installation's municipality; there is one, however often it is asked for."""
    known = {
        "names": {"el": "Δήμος Νησιού", "en": "Municipality of Nisi"},
        "phone": "22510 00 000",
        "opens_at": time(7),
        "closes_at": time(15),
        "working_weekdays": [1, 2, 3, 4, 5],
    }
    return Municipality.objects.get_or_create(code="nisi", defaults=known | facts)[0]


def make_unit(*, parent: Unit | None = None, **facts: Any) -> Unit:
    code = facts.pop("code", f"U{next(_numbers)}")
    known = {"names": both(f"Τμήμα {code}"), "kind": Unit.Kind.DEPARTMENT}
    path = f"{parent.path if parent else ''}{code}/"
    return Unit.objects.create(code=code, parent=parent, path=path, **(known | facts))


def make_area(**facts: Any) -> Area:
    code = facts.pop("code", f"A{next(_numbers)}")
    known = {"names": both(f"Περιοχή {code}"), "kind": Area.Kind.MUNICIPAL_UNIT}
    return Area.objects.create(code=code, **(known | facts))


def make_place(**facts: Any) -> Place:
    code = facts.pop("code", f"P{next(_numbers)}")
    area = facts.pop("area", None) or make_area()
    known: dict[str, Any] = {
        "names": both(f"Χωριό {code}"),
        "latitude": 39.1,
        "longitude": 26.3,
    } | facts
    folded = fold(known["names"]["el"])
    return Place.objects.create(code=code, area=area, **({"folded": folded} | known))


def make_group(**facts: Any) -> ServiceGroup:
    code = facts.pop("code", f"group-{next(_numbers)}")
    return ServiceGroup.objects.create(code=code, **({"names": both(f"Ομάδα {code}")} | facts))


def make_service(**facts: Any) -> Service:
    code = facts.pop("code", f"service-{next(_numbers)}")
    known = {
        "group": facts.pop("group", None) or make_group(),
        "unit": facts.pop("unit", None) or make_unit(),
        "names": both(f"Υπηρεσία {code}"),
        "target_days": 3,
    }
    return Service.objects.create(code=code, **(known | facts))


def make_user(**facts: Any) -> User:
    name = facts.pop("username", f"user{next(_numbers)}")
    password = facts.pop("password", None)
    known = {"full_name": f"Υπάλληλος {name}", "email": f"{name}@example.org"}
    return User.objects.create_user(name, password, **(known | facts))


def person(role: Assignment.Role, unit: Unit, **facts: Any) -> User:
    """Somebody who holds a role in a unit."""
    user = make_user(**facts)
    Assignment.objects.create(user=user, unit=unit, role=role)
    return user


def officer(unit: Unit, **facts: Any) -> User:
    return person(Assignment.Role.OFFICER, unit, **facts)


def head(unit: Unit, **facts: Any) -> User:
    return person(Assignment.Role.HEAD, unit, **facts)


def submitted(
    *, unit: Unit | None = None, service: Service | None = None, at: datetime = NOON, **facts: Any
) -> ServiceRequest:
    """A request as a citizen's report makes it, freshly received."""
    make_municipality()
    known = {"description": "Κάηκε η λάμπα στη γωνία.", "email": "citizen@example.org"}
    report = actions.Report(
        service=service or make_service(unit=unit),
        submission_key=uuid.uuid4(),
        **(known | facts),
    )
    made = actions.submit(report, at=at).service_request
    return ServiceRequest.objects.with_names().get(pk=made.pk)


def charged(
    unit: Unit, *, to: User | None = None, at: datetime = NOON, **facts: Any
) -> ServiceRequest:
    """A request in the hands of a unit, or of one of its officers."""
    service_request = submitted(unit=unit, at=at, **facts)
    return actions.charge(pk=service_request.pk, by=head(unit), unit=unit, officer=to, at=at)
