"""Following, from the public page and from letters, as a citizen does."""

import re
from typing import Any

import pytest
from django.test import Client

from aitima.catalogue.models import Service
from aitima.geography.models import Area
from aitima.notifications.models import Message
from aitima.service_requests.models import ServiceRequest, Subscription
from tests.factories import submitted
from tests.portal.citizen import Citizen, said_by, title_of, url_of
from tests.support.queries import count_queries

NEIGHBOUR = "neighbour@example.org"


@pytest.fixture
def lamp(lesvos: None) -> ServiceRequest:
    return submitted(
        service=Service.objects.get(code="lighting-lamp"), area=Area.objects.get(code="530102")
    )


def link(template: str, name: str, to: str = NEIGHBOUR) -> str:
    """Where a link of the newest such letter leads."""
    message = Message.objects.filter(template=template, to=to).latest("pk")
    return re.sub(r"^https?://[^/]+", "", message.context[name])


def follow(citizen: Citizen, lamp: ServiceRequest, email: str = NEIGHBOUR) -> Any:
    return citizen.post(f"{url_of(lamp.number)}follow/", {"email": email})


def me_too(citizen: Citizen, lamp: ServiceRequest, **answers: str) -> Any:
    url = url_of(lamp.number)
    return citizen.post(f"{url}me-too/", answers, page=url)


# Me too


def test_me_too_is_one_tap_counted_and_can_be_taken_back(
    citizen: Citizen, lamp: ServiceRequest
) -> None:
    url = url_of(lamp.number)
    assert "Me too" in said_by(citizen.get(url))

    assert me_too(citizen, lamp).url == f"{url}#follow"
    assert "1 person follows it You said: me too" in said_by(citizen.get(url))
    me_too(citizen, lamp)
    lamp.refresh_from_db()
    assert lamp.supporters == 1

    me_too(citizen, lamp, undo="1")
    lamp.refresh_from_db()
    assert lamp.supporters == 0
    assert "follows it" not in said_by(citizen.get(url))


def test_each_browser_is_somebody_else(citizen: Citizen, lamp: ServiceRequest) -> None:
    me_too(citizen, lamp)
    me_too(Citizen(Client()), lamp)

    assert "2 people follow it" in said_by(citizen.get(url_of(lamp.number)))


def test_looking_at_a_request_leaves_no_cookie(citizen: Citizen, lamp: ServiceRequest) -> None:
    citizen.get(url_of(lamp.number))
    assert "me-too" not in citizen.client.cookies

    me_too(citizen, lamp)
    cookie = citizen.client.cookies["me-too"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_whoever_reported_it_is_not_asked_for_the_same(citizen: Citizen) -> None:
    number = citizen.report()

    assert "Me too" not in said_by(citizen.get(url_of(number)))
    assert "Me too" in said_by(Citizen(Client()).get(url_of(number)))


def test_the_box_costs_at_most_one_statement(citizen: Citizen, lamp: ServiceRequest) -> None:
    url = url_of(lamp.number)
    citizen.get(url)
    plain = count_queries(lambda: citizen.get(url))

    me_too(citizen, lamp)

    assert count_queries(lambda: citizen.get(url)) == plain + 1


@pytest.mark.parametrize("facts", [{"public": False}, {"public": False, "confidential": True}])
def test_what_is_not_public_has_nothing_to_follow(
    citizen: Citizen, lamp: ServiceRequest, facts: dict[str, bool]
) -> None:
    ServiceRequest.objects.filter(pk=lamp.pk).update(**facts)
    url = url_of(lamp.number)

    answers = [
        citizen.get(f"{url}follow/"),
        citizen.post(f"{url}follow/", {"email": NEIGHBOUR}, page="/report/what/"),
        citizen.post(f"{url}me-too/", {}, page="/report/what/"),
        citizen.get(f"{url}follow/done/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert not Message.objects.filter(to=NEIGHBOUR).exists()


# By e-mail


def test_a_wrong_address_is_said_and_kept(citizen: Citizen, lamp: ServiceRequest) -> None:
    page = follow(citizen, lamp, "neighbour@")

    assert page.status_code == 422
    assert title_of(page).startswith("Error:")
    assert 'value="neighbour@"' in page.content.decode()


def test_a_letter_leads_to_a_button_and_the_button_begins_it(
    citizen: Citizen, lamp: ServiceRequest
) -> None:
    follow(citizen, lamp)
    url = link("follow_confirm", "confirm_url")

    page = citizen.get(url)  # as a mail scanner would
    assert "Shall we keep you informed?" in said_by(page)
    assert "n•••@example.org" in said_by(page)
    assert Subscription.objects.get().confirmed_at is None

    for _ in range(2):
        pressed = citizen.post(url, {}, page="/report/what/")
        assert "You will hear from us" in said_by(pressed)
    assert Subscription.objects.get().confirmed_at
    assert page.headers["Cache-Control"] == "no-store"


def test_whoever_follows_already_gets_the_same_answer(
    citizen: Citizen, lamp: ServiceRequest
) -> None:
    first = follow(citizen, lamp)
    citizen.post(link("follow_confirm", "confirm_url"), {})
    second = follow(Citizen(Client()), lamp)

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert Subscription.objects.count() == 1


def test_every_letter_ends_what_it_is_about_by_a_button(
    citizen: Citizen, lamp: ServiceRequest
) -> None:
    follow(citizen, lamp)
    confirmed = citizen.post(link("follow_confirm", "confirm_url"), {}).content.decode()
    found = re.search(r'/follow/stop/[^"]+', confirmed)
    assert found
    url = found[0]

    assert "Stop the messages?" in said_by(citizen.get(url))
    assert Subscription.objects.exists()

    assert "We write to you no more" in said_by(citizen.post(url, {}))
    assert "We write to you no more" in said_by(citizen.get(url))
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("url", ["/follow/confirm/nobodys/", "/follow/stop/17:forged/"])
def test_a_link_that_is_not_ours_opens_nothing(citizen: Citizen, url: str) -> None:
    assert citizen.get(url).status_code == 404
    assert citizen.post(url, {}, page="/report/what/").status_code == 404


# New requests

FOLLOW = "/follow/"


def test_the_filters_of_a_list_fill_the_form(citizen: Citizen) -> None:
    page = citizen.get(FOLLOW, service="lighting-lamp", area="530102").content.decode()

    assert re.search(r'value="lighting-lamp"\s+selected', page)
    assert re.search(r'value="530102"\s+selected', page)
    assert re.search(r'value="area"[^>]*checked', page)


@pytest.mark.parametrize(("asked", "offered"), [("", 500), ("300", 250), ("99999", 5000)])
def test_a_radius_that_is_not_offered_becomes_the_nearest_one(
    citizen: Citizen, asked: str, offered: int
) -> None:
    point = {"latitude": "39.07", "longitude": "26.37"}

    page = citizen.get(FOLLOW, **point, radius=asked).content.decode()

    assert re.search(rf'value="{offered}"\s+selected', page)
    assert "The point that you chose" in page


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        (
            {"service": "lighting-lamp", "where": "everywhere"},
            {"service__code": "lighting-lamp", "area": None, "latitude": None},
        ),
        ({"where": "area", "area": "530102"}, {"service": None, "area__code": "530102"}),
        (
            {"where": "around", "place": "5302010101", "radius": "1000"},
            {"radius_metres": 1000, "area": None},
        ),
        (
            {"where": "around", "latitude": "39.07", "longitude": "26.37", "radius": "250"},
            {"latitude": 39.07, "longitude": 26.37, "radius_metres": 250},
        ),
    ],
)
def test_new_requests_are_followed_as_asked(
    citizen: Citizen, answers: dict[str, str], kept: dict[str, Any]
) -> None:
    answer = citizen.post(FOLLOW, {"email": NEIGHBOUR, "radius": "500"} | answers)

    assert answer.url == "/follow/sent/"
    assert "We sent you a message" in said_by(citizen.get(answer.url))
    assert Subscription.objects.filter(**kept).exists()
    assert "You will hear from us" in said_by(
        citizen.post(link("follow_confirm", "confirm_url"), {})
    )


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "Choose where"),
        ({"where": "everywhere"}, "Choose a service, or say where"),
        ({"where": "area"}, "Choose the municipal unit"),
        ({"where": "area", "area": "nowhere"}, "Choose from the list"),
        ({"where": "around"}, "Choose the settlement"),
        ({"where": "around", "latitude": "39", "longitude": "north"}, "Choose the settlement"),
        ({"where": "around", "place": "5302010101", "radius": "90000"}, "Choose from the list"),
        ({"where": "area", "area": "530102", "service": "nothing"}, "Choose from the list"),
    ],
)
def test_what_is_missing_is_said(citizen: Citizen, answers: dict[str, str], said: str) -> None:
    page = citizen.post(FOLLOW, {"email": NEIGHBOUR} | answers)

    assert page.status_code == 422
    assert said in said_by(page)
    assert not Subscription.objects.exists()


def test_what_is_never_public_cannot_be_followed(citizen: Citizen) -> None:
    hidden = Service.objects.filter(confidential=True).first()
    assert hidden

    assert f'value="{hidden.code}"' not in citizen.get(FOLLOW).content.decode()
