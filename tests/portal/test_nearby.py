"""“Already known?”: a step of its own, skipped where there is nothing."""

from typing import Any

import pytest

from aitima.catalogue.models import Service
from aitima.geography.models import Area
from aitima.portal.models import ReportDraft
from aitima.service_requests.models import Photo, ServiceRequest, Subscription
from tests.factories import NOON, submitted
from tests.portal.citizen import Citizen, said_by
from tests.support.queries import count_queries

SPOT = {"latitude": "39.073300", "longitude": "26.371100"}
METRE = 1 / 111_195
NEARBY = "/report/nearby/"


def lamp(metres: float = 20, **facts: Any) -> ServiceRequest:
    """An open request so far north of the spot."""
    known: dict[str, Any] = {
        "service": Service.objects.get(code="lighting-lamp"),
        "area": Area.objects.get(code="530102"),
        "latitude": 39.0733 + metres * METRE,
        "longitude": 26.3711,
        "description": "The lamp before the school is out.",
    }
    return submitted(**(known | facts))


def test_nothing_near_leads_straight_to_the_details(citizen: Citizen) -> None:
    lamp(metres=900)
    citizen.what()

    assert citizen.where(**SPOT).url == "/report/details/"
    assert citizen.get(NEARBY).url == "/report/details/"


def test_a_settlement_alone_is_no_point(citizen: Citizen) -> None:
    lamp()
    citizen.what()

    assert citizen.where().url == "/report/details/"


def test_what_is_near_is_shown_with_distance_state_and_words(citizen: Citizen) -> None:
    made = lamp()
    citizen.what()

    assert citizen.where(**SPOT).url == NEARBY
    page = citizen.get(NEARBY)

    words = said_by(page)
    assert "Is it this one?" in words
    assert "About 20 metres from your point" in words
    assert "The lamp before the school is out." in words
    assert "Received" in words
    assert "citizen@example.org" not in words
    assert page.headers["Cache-Control"] == "no-store"
    assert f'value="{made.number}"' in page.content.decode()


def test_only_the_public_words_and_photos_are_shown(citizen: Citizen) -> None:
    made = lamp(public_text="The lamp of [hidden] is out.", description="The lamp of Maria is out.")
    facts: dict[str, Any] = {"content_type": "image/jpeg", "width": 4, "height": 3, "at": NOON}
    hidden = Photo.objects.create(service_request=made, file="a", public=False, **facts)
    shown = Photo.objects.create(service_request=made, file="b", **facts)
    citizen.what()
    citizen.where(**SPOT)

    page = citizen.get(NEARBY).content.decode()

    assert "Maria" not in page
    assert f"photos/{shown.pk}/" in page
    assert f"photos/{hidden.pk}/" not in page


def test_mine_is_different_goes_on(citizen: Citizen) -> None:
    lamp()
    citizen.what()
    citizen.where(**SPOT)

    assert citizen.post(NEARBY, {}).url == "/report/details/"
    citizen.details()
    citizen.send()

    assert ServiceRequest.objects.count() == 2


def test_it_is_this_one_leads_to_following_and_sends_nothing(citizen: Citizen) -> None:
    made = lamp()
    citizen.what()
    citizen.where(**SPOT)

    answer = citizen.post(NEARBY, {"same": made.number})
    assert answer.url == f"/requests/{made.number}/follow/?same=1"

    done = citizen.post(answer.url, {"same": "1", "email": "neighbour@example.org"})
    assert done.url == f"/requests/{made.number}/follow/done/?mail=1"
    assert "One more step: your mail" in said_by(citizen.get(done.url))
    made.refresh_from_db()
    assert made.supporters == 1
    assert Subscription.objects.get().confirmed_at is None
    assert ServiceRequest.objects.count() == 1


def test_it_is_this_one_without_messages_is_counted(citizen: Citizen) -> None:
    made = lamp()
    citizen.what()
    citizen.where(**SPOT)
    answer = citizen.post(NEARBY, {"same": made.number})

    done = citizen.post(answer.url, {"same": "1", "without": "1"})

    assert "We counted you" in said_by(citizen.get(done.url))
    made.refresh_from_db()
    assert made.supporters == 1
    assert not Subscription.objects.exists()


def test_going_back_and_changing_ones_mind_loses_nothing(citizen: Citizen) -> None:
    made = lamp()
    citizen.what()
    citizen.where(**SPOT)
    citizen.post(NEARBY, {"same": made.number})
    assert ReportDraft.objects.get().answers["followed"] == made.number
    assert "not sent your report yet" not in said_by(citizen.get("/"))

    assert "Is it this one?" in said_by(citizen.get(NEARBY))
    assert citizen.post(NEARBY, {}).url == "/report/details/"

    assert ReportDraft.objects.get().answers["followed"] == ""
    assert "not sent your report yet" in said_by(citizen.get("/"))
    citizen.details()
    assert citizen.send().status_code == 302


@pytest.mark.parametrize("number", ["2026/999999", "nonsense", ""])
def test_a_number_that_was_not_shown_is_not_followed(citizen: Citizen, number: str) -> None:
    lamp()
    far = lamp(metres=5000)
    citizen.what()
    citizen.where(**SPOT)

    for one in (number, far.number):
        assert citizen.post(NEARBY, {"same": one}).url == "/report/details/"


def test_without_a_draft_there_is_nothing_to_compare(citizen: Citizen) -> None:
    assert citizen.get(NEARBY).url == "/report/what/"


def test_the_page_costs_the_same_for_one_and_for_three(citizen: Citizen) -> None:
    lamp(20)
    citizen.what()
    citizen.where(**SPOT)
    citizen.get(NEARBY)
    one = count_queries(lambda: citizen.get(NEARBY))
    lamp(30)
    lamp(40)

    assert count_queries(lambda: citizen.get(NEARBY)) == one == 3
