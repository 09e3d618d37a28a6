"""“Already known?”: a step of its own, skipped where there is nothing."""

import math
from typing import Any

import pytest

from aitima.catalogue.models import Service
from aitima.geography.models import Area
from aitima.portal.models import ReportDraft
from aitima.portal.reporting.around import BADGE, around
from aitima.service_requests.models import Photo, ServiceRequest, Subscription
from aitima.service_requests.nearby import Nearby
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


def test_the_sketch_says_where_each_is_in_words_too(citizen: Citizen) -> None:
    lamp(metres=20, description="The near one.")
    lamp(metres=-60, description="The far one.")
    citizen.what()
    citizen.where(**SPOT)

    words = said_by(citizen.get(NEARBY))

    assert "A · About 20 metres from your point" in words
    assert "A : The near one. (about 20 metres to the north)" in words
    assert "B : The far one. (about 60 metres to the south)" in words


def test_the_sketch_is_true_to_scale_and_no_letter_hides_another() -> None:
    def at(metres_north: float, metres_east: float) -> Nearby:
        latitude = 39.0 + metres_north * METRE
        longitude = 26.0 + metres_east * METRE / math.cos(math.radians(39))
        one = ServiceRequest(latitude=latitude, longitude=longitude)
        return Nearby(one, math.hypot(metres_north, metres_east))

    drawn = around(39.0, 26.0, [at(0, 50), at(0, 51), at(-100, 0)])

    east, twin, south = drawn.marks
    assert (east.x, east.y, south.x, south.y) == (56, 0, 0, 112)
    assert math.dist((east.badge_x, east.badge_y), (twin.badge_x, twin.badge_y)) >= 2 * BADGE
    assert [(ring.radius, ring.said) for ring in drawn.rings][-1] == (112, "100 μέτρα")
    assert around(39.0, 26.0, [at(0, 0)]).marks[0].said == "ακριβώς εκεί"


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
