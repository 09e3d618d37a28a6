"""The public list: what it shows, what it is asked for, how it goes on."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aitima.portal.public import listing
from aitima.portal.public.filters import Filters
from aitima.portal.public.words import title
from aitima.service_requests.models import ServiceRequest
from tests import factories
from tests.factories import NOON, submitted
from tests.portal.citizen import Citizen, said_by, title_of
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db

PAGE = "/requests/"


@pytest.fixture
def reader() -> Client:
    client = Client()
    client.cookies["language"] = "en"
    return client


def page(reader: Client, query: str = "") -> str:
    response: Any = reader.get(PAGE + query)
    return said_by(response)


def numbers(query: dict[str, str]) -> list[str]:
    return [one.number for one in listing.page(Filters.read(query), at=NOON).rows]


def test_a_row_says_what_where_when_and_how_far(reader: Client) -> None:
    place = factories.make_place(names=factories.both("Petra"))
    one = submitted(description="The lamp is out. Since Monday.", place=place, area=place.area)
    ServiceRequest.objects.filter(pk=one.pk).update(supporters=4)

    said = page(reader)

    assert "1 open" in said
    assert "The lamp is out Petra" in said
    assert "23 Nov" in said
    assert "Received 4 people follow" in said


def test_the_title_is_the_first_sentence_without_the_greeting() -> None:
    one = submitted(description="Καλημέρα σας! η λάμπα κάηκε. Ευχαριστώ.")

    assert title(one) == "Η λάμπα κάηκε"


def test_a_long_title_is_cut_between_words() -> None:
    one = submitted(description="word " * 40)

    assert title(one).endswith("word…")
    assert len(title(one)) <= 70


def test_what_the_citizen_hides_is_in_no_title() -> None:
    one = submitted(description="Call 6900000000", public_text="Call [hidden]")

    assert title(one) == "Call [hidden]"


def test_the_newest_come_first_and_the_next_page_begins_below(reader: Client) -> None:
    unit = factories.make_unit()
    service = factories.make_service(unit=unit)
    made = [submitted(service=service, at=NOON - timedelta(hours=n // 2)) for n in range(45)]
    newest_first = sorted(made, key=lambda one: (one.submitted_at, one.pk), reverse=True)

    found: list[str] = []
    after, pages = "", 0
    while pages == 0 or after:
        one = listing.page(Filters(), at=NOON, after=after)
        found += [row.number for row in one.rows]
        after, pages = one.after, pages + 1

    assert pages == 3
    assert found == [one.number for one in newest_first]
    assert f"after={found[19].replace('/', '%2F')}" in reader.get(PAGE).content.decode()


def test_a_page_below_an_unknown_number_is_the_first(reader: Client) -> None:
    submitted(description="Here it is")

    assert "Here it is" in page(reader, "?after=2020/000001")


def test_filters_choose_by_group_service_area_community_state_and_period() -> None:
    unit = factories.make_area()
    community = factories.make_area(kind="community", parent=unit)
    place = factories.make_place(area=unit, community=community)
    service = factories.make_service()
    wanted = submitted(service=service, place=place, area=unit).number
    submitted(at=NOON - timedelta(days=40))

    assert numbers({"group": service.group.code}) == [wanted]
    assert numbers({"service": service.code}) == [wanted]
    assert numbers({"area": unit.code}) == [wanted]
    assert numbers({"area": community.code}) == [wanted]
    assert numbers({"since": "30"}) == [wanted]
    assert numbers({"state": "done"}) == []
    assert len(numbers({"state": "all"})) == 2


def test_near_a_point_counts_the_point_or_else_the_settlement() -> None:
    near = factories.make_place(latitude=39.1005, longitude=26.5)
    by_point = submitted(latitude=39.1, longitude=26.5)
    by_place = submitted(place=near)
    submitted(latitude=39.3, longitude=26.5, place=near)

    assert numbers({"near": "39.1,26.5", "radius": "300"}) == [by_place.number, by_point.number]


def test_what_is_near_lies_in_a_circle_not_in_its_square() -> None:
    metre = 1 / 111_195
    inside = submitted(latitude=39.1 + 290 * metre, longitude=26.5)
    submitted(latitude=39.1 + 250 * metre, longitude=26.5 + 250 * metre / 0.776)

    assert numbers({"near": "39.1,26.5", "radius": "300"}) == [inside.number]


def test_words_are_found_in_what_everybody_reads_alone() -> None:
    open_words = submitted(description="Λακκούβα στη γωνία", address="Ερμού 5").number
    submitted(description="Λακκούβα, 6900000000", public_text="Λακκούβα, [απόκρυψη]")

    assert len(numbers({"q": "λακκουβες"})) == 2
    assert numbers({"q": "6900000000"}) == []
    assert numbers({"q": "Ερμού"}) == []
    assert numbers({"q": "γωνιά λακκούβα"}) == [open_words]


def test_an_address_that_asks_in_vain_is_answered_as_far_as_it_makes_sense(reader: Client) -> None:
    submitted(description="Here it is")

    query = "?group=none&area=x&state=y&since=-1&near=1,2,3&radius=x&after=zzz&service=%00"[:-13]
    assert "Here it is" in page(reader, query)
    assert Filters.read({"near": "nan,nan"}) == Filters.read({"near": "91,0"}) == Filters()


def test_an_address_is_said_as_shortly_as_it_can_be() -> None:
    service = factories.make_service()

    found = Filters.read({"group": service.group.code, "service": service.code, "state": "open"})

    assert found.query == f"?service={service.code}"
    assert Filters.read({"state": "open", "q": " ", "since": "all"}).query == ""


def test_nothing_found_says_so_and_offers_what_to_do(reader: Client) -> None:
    factories.make_municipality()

    said = page(reader, "?state=done&since=7")

    assert "No completed request here" in said
    assert "Clear the filters" in said
    assert "Report something here" in said


def test_a_page_sends_two_statements_however_many_it_shows(reader: Client) -> None:
    service = factories.make_service()
    submitted(service=service)
    page(reader)
    few = count_queries(lambda: page(reader))
    for _ in range(25):
        submitted(service=service)

    assert count_queries(lambda: page(reader)) == few == 2


def test_the_parts_alone_are_swapped_and_the_address_follows(reader: Client) -> None:
    submitted()

    response: Any = reader.get(
        PAGE + "?group=&state=all&q=", headers={"HX-Request": "true", "HX-Source": "form#filters"}
    )

    assert response["HX-Push-Url"] == "/requests/?state=all"
    assert "<html" not in response.content.decode()
    assert 'id="results"' in response.content.decode()
    assert 'id="f-summary" hx-swap-oob="true"' in response.content.decode()


@pytest.mark.parametrize("page", [PAGE, "/", "/my/link/"])
def test_the_number_shown_as_an_example_is_of_this_year(citizen: Citizen, page: str) -> None:
    assert f"e.g. {timezone.localdate().year}/123456" in said_by(citizen.get(page))


def test_a_number_leads_to_its_request(citizen: Citizen) -> None:
    number = citizen.report()
    serial = number.partition("/")[2].lstrip("0")

    for written in (number, f"2026-{serial}", serial, number.replace("/", "")):
        assert citizen.get(PAGE, number=written).url == f"/requests/{number}/"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "Write the number of the request"),
        ("lamp", f"Write the number as in {timezone.localdate().year}/123456"),
        ("2026/999999", "There is no public request with this number"),
    ],
)
def test_a_number_that_leads_nowhere_is_explained(
    citizen: Citizen, written: str, said: str
) -> None:
    response = citizen.get(PAGE, number=written)

    assert response.status_code == 422
    assert said in said_by(response)
    assert title_of(response).startswith("Error:")
    assert 'href="#id_number"' in response.content.decode()
