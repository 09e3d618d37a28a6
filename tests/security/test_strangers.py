"""What strangers try against the citizens' pages, each once."""

import base64
import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aitima.accounts import limits
from aitima.accounts.limits import LIMITS
from aitima.core import personal_data
from aitima.notifications.models import Message
from aitima.portal import places
from aitima.portal.models import ReportDraft
from aitima.portal.safety import proof
from tests.portal.citizen import EMAIL, Citizen, said_by, url_of
from tests.portal.letters import code_in

MANY_DIGITS = "9" * 5000  # more than `int` reads


def stranger() -> Citizen:
    return Citizen(Client(enforce_csrf_checks=True))


@pytest.fixture
def citizen(lesvos: None) -> Citizen:
    return stranger()


def test_a_second_report_takes_nobody_the_way_to_the_first(citizen: Citizen) -> None:
    first = citizen.report()
    second = citizen.report()

    assert citizen.client.cookies["requests"]["path"] == "/"  # else /report/ does not get it back
    for number in (first, second):
        assert citizen.get(f"{url_of(number)}received/").status_code == 200


@pytest.mark.parametrize("target", ["word", "x:y", "workspace:queue", "", "a" * 500])
def test_the_language_goes_back_to_any_word(citizen: Citizen, target: str) -> None:
    response = citizen.get("/language/en/", next=target)

    assert response.status_code == 302
    assert not response.url.startswith(("http", "//"))


@pytest.mark.parametrize("path", ["/requests/", "/requests/feed.atom", "/follow/"])
@pytest.mark.parametrize("number", [MANY_DIGITS, "²", "-1"])
def test_a_radius_that_is_no_number_is_none(citizen: Citizen, path: str, number: str) -> None:
    response = citizen.get(path, near="39.2,26.2", radius=number, latitude="39.2", longitude="26.2")

    assert response.status_code == 200


@pytest.mark.parametrize(
    "alike", ["victim@straße.example", "\N{KELVIN SIGN}ATE@example.org", "victim@\ufb01nn.example"]
)
def test_a_letter_goes_to_the_address_that_it_proves(citizen: Citizen, alike: str) -> None:
    """CVE-2019-19844: letters that compare alike may belong to two people's mailboxes."""
    citizen.post("/my/", {"email": alike})

    assert Message.objects.get().to == alike.casefold()


def test_proving_an_address_takes_a_new_session(citizen: Citizen) -> None:
    """Whoever planted the old one would have proved nothing, and could report in this name."""
    citizen.post("/my/", {"email": EMAIL["email"]})
    planted = citizen.client.cookies["sessionid"].value

    citizen.post("/my/code/", {"code": code_in()})

    thief = stranger()
    thief.client.cookies["sessionid"] = planted
    assert EMAIL["email"] not in said_by(thief.get("/my/"))


def written(answer: Any) -> str:
    return base64.b64encode(json.dumps(answer).encode()).decode()


@pytest.mark.parametrize(
    "solution",
    [
        written({"algorithm": "SHA-256", "challenge": None, "number": None, "salt": None}),
        written(dict.fromkeys(["algorithm", "challenge", "salt", "signature"], "\ud800")),
        base64.b64encode(b"[" * 200_000).decode(),
        base64.b64encode(b"[" * 600).decode(),
        written([]),
        "é",
    ],
    ids=lambda solution: solution[:12],
)
def test_what_is_no_proof_of_work_proves_nothing(db: None, solution: str) -> None:
    assert not proof.holds(solution, at=timezone.now())


def test_a_very_long_name_of_a_place_is_soon_looked_for(citizen: Citizen) -> None:
    (found,) = places.matching("καλλονη")[:1]

    assert places.matching("Καλλονή " + " " * 80 + "α " * 500_000)[:1] == [found]


def test_looking_for_personal_data_takes_no_longer_for_a_text_made_for_it() -> None:
    """Minutes, if every letter were tried as the beginning of an endless address."""
    assert personal_data.find("a" * 100_000) == []


def test_reports_are_not_begun_without_end(citizen: Citizen) -> None:
    for _ in range(LIMITS["draft"].most - 1):
        limits.take("draft", "127.0.0.1", at=timezone.now())
    citizen.what()

    refused = stranger().what()
    device = Client(headers={"sec-fetch-site": "same-origin"})
    told = device.put(f"/report/device/{uuid.uuid4()}/", '{"answers": {}, "photos": []}')

    assert (refused.status_code, told.status_code) == (429, 429)
    assert ReportDraft.objects.count() == 1
    assert citizen.what(text="The report that was begun goes on").status_code == 302


def test_no_draft_holds_a_book(citizen: Citizen) -> None:
    assert citizen.what(text="α" * 160_000).status_code == 400
    assert not ReportDraft.objects.exists()
