"""Everybody who may stand before a page, and what the page answers in one word."""

import uuid
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from aitima.accounts.models import User
from aitima.organisation.models import Assignment, Unit
from aitima.service_requests import actions, photos
from aitima.service_requests.models import ServiceRequest
from tests.factories import (
    NOON,
    make_municipality,
    make_place,
    make_service,
    make_unit,
    make_user,
    officer,
    person,
)

Role = Assignment.Role
CITIZEN: Final = ("Πολίτης Πολιτάκης", "politis@example.org", "2251099999")

ROLES: Final = (
    "citizen",  # anybody on the web
    "holder",  # the citizen with the private link of the request
    "owner",  # the citizen who has proved the address that the request came from
    "officer",  # of the unit that has the request
    "elsewhere",  # an officer of another unit
    "head",  # of the unit
    "director",  # the head of the directorate above the unit
    "administration",
    "counter",
    "auditor",
    "system",  # the system administrator, who holds no role in the municipality
)

# What a page answers
OK = "ok"  # the page, or its form with what is wrong in it
IN = "in"  # go and sign in
MY = "my"  # prove an address first
NO = "no"  # there is no such page, for you
ROLE = "role"  # this account handles no requests; says what it is for
NEVER = "never"  # this role may not, and is told so
VERB = "verb"  # the page does not take this kind of asking


@dataclass(frozen=True)
class World:
    """One request with a photo, and everybody."""

    service_request: ServiceRequest
    secret: str
    clients: dict[str, Client]

    personal = CITIZEN

    @property
    def facts(self) -> dict[str, Any]:
        """What addresses are made of."""
        number = self.service_request.number
        year, serial = number.split("/")
        photo = self.service_request.photos.get().pk
        return {
            "number": number,
            "year": int(year),
            "serial": serial,
            "pk": photo,
            "secret": self.secret,
        }


def make_world(*, confidential: bool = False) -> World:
    make_municipality()
    directorate = make_unit()
    unit, other = make_unit(parent=directorate), make_unit(parent=make_unit())
    submitted = actions.submit(_report(unit, confidential=confidential), at=NOON)
    boss = person(Role.HEAD, unit)
    people = {
        "officer": officer(unit),
        "elsewhere": officer(other),
        "head": boss,
        "director": person(Role.HEAD, directorate),
        "administration": person(Role.ADMINISTRATION, directorate),
        "counter": person(Role.COUNTER, other),
        "auditor": person(Role.AUDITOR, other),
        "system": make_user(is_system_administrator=True),
    }
    pk = submitted.service_request.pk
    actions.charge(pk=pk, by=boss, unit=unit, officer=None, at=NOON)
    clients = {"citizen": Client(), "holder": Client()}
    clients["holder"].get(reverse("portal:private-link", args=[submitted.secret]))
    clients["owner"] = _proved()
    clients |= {name: _signed_in(user) for name, user in people.items()}
    return World(ServiceRequest.objects.get(pk=pk), submitted.secret, clients)


def _report(unit: Unit, *, confidential: bool) -> actions.Report:
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    place = make_place()
    return actions.Report(
        service=make_service(unit=unit, confidential=confidential),
        description="Κάηκε η λάμπα στη γωνία.",
        submission_key=uuid.uuid4(),
        area=place.area,
        place=place,
        photos=[photos.store(picture, at=NOON)],
        name=CITIZEN[0],
        email=CITIZEN[1],
        phone=CITIZEN[2],
    )


def _proved() -> Client:
    client = Client()
    session = client.session
    session["citizen"] = {"email": CITIZEN[1], "at": timezone.now().isoformat()}
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    return client


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def answer_of(response: HttpResponse) -> str:
    """Say in one word what happened; a status of its own where no word fits."""
    if response.status_code == 302 and "/sign-in/" in response["Location"]:
        return IN
    if response.status_code == 302 and response["Location"] == reverse("portal:my"):
        return MY
    if any(t.name == "workspace/no_requests.html" for t in getattr(response, "templates", [])):
        return ROLE
    words = {404: NO, 403: NEVER, 405: VERB}
    words |= dict.fromkeys((200, 204, 301, 302, 303, 409, 422), OK)
    return words.get(response.status_code, str(response.status_code))
