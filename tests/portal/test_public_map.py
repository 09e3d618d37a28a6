"""The public map: clusters, single marks, and where a private place is seen."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from aitima.portal.public.clusters import MOST_MARKS, Box, Grid, survey
from aitima.portal.public.filters import Filters
from tests import factories
from tests.factories import NOON, submitted
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db

ISLAND = "bbox=25.7,38.9,26.7,39.5"


def asked(client: Client, query: str) -> Any:
    response: Any = client.get(f"/requests/map.json?{query}")
    assert response.status_code == 200
    return json.loads(response.content)


def test_requests_close_to_each_other_are_one_mark_until_one_looks_closer(client: Client) -> None:
    submitted(latitude=39.10, longitude=26.50)
    submitted(latitude=39.11, longitude=26.51)
    alone = submitted(latitude=39.30, longitude=26.00, description="The lamp is out")

    far = asked(client, f"{ISLAND}&zoom=8")
    near = asked(client, "bbox=26.4,39.05,26.6,39.15&zoom=14")

    assert sorted(mark["count"] for mark in far["marks"]) == [1, 2]
    assert [mark["count"] for mark in near["marks"]] == [1, 1]
    single = next(mark for mark in far["marks"] if mark["count"] == 1)
    assert (single["number"], single["title"]) == (alone.number, "The lamp is out")
    assert single["url"] == f"/requests/{alone.number}/"
    assert single["at"] == [39.3, 26.0]


def test_the_still_map_draws_as_far_as_the_filters_ask(client: Client, lesvos: None) -> None:
    def reach(query: str) -> Any:
        page = client.get(f"/requests/?{query}").content.decode()
        return re.search(r'class="reach" cx="(\d+)" cy="(\d+)" r="(\d+)"', page)

    far, near = reach("near=39.1,26.5&radius=10000"), reach("near=39.1,26.5&radius=300")

    assert far
    assert near
    assert far.groups()[:2] == near.groups()[:2]
    assert int(far[3]) > 5 * int(near[3])
    assert reach("radius=300") is None


def test_a_request_without_a_point_stands_at_its_settlement(client: Client) -> None:
    place = factories.make_place(latitude=39.2, longitude=26.2)
    submitted(place=place)

    assert asked(client, f"{ISLAND}&zoom=10")["marks"][0]["at"] == [39.2, 26.2]


def test_a_private_place_is_seen_by_its_neighbourhood_alone(client: Client) -> None:
    one = submitted(latitude=39.10123, longitude=26.50456, place_is_private=True)

    mark = asked(client, "bbox=26.4,39.0,26.6,39.2&zoom=17")["marks"][0]

    one.refresh_from_db()
    assert (one.public_latitude, one.public_longitude) == (39.1025, 26.503125)
    assert mark["at"] == [39.1025, 26.50313]
    assert "39.10123" not in json.dumps(mark)


def test_neighbours_at_private_places_can_not_be_told_apart() -> None:
    spots = [(39.1001, 26.5001), (39.1049, 26.5061), (39.1025, 26.503)]

    made = [submitted(latitude=y, longitude=x, place_is_private=True) for y, x in spots]

    for one in made:
        one.refresh_from_db()
    assert len({(one.public_latitude, one.public_longitude) for one in made}) == 1


def test_a_radius_around_a_private_place_finds_the_cell_not_the_door(client: Client) -> None:
    submitted(latitude=39.1001, longitude=26.5001, place_is_private=True)

    at_the_door = asked(client, f"{ISLAND}&zoom=10&near=39.098,26.5&radius=300")

    assert at_the_door == {"total": 0, "marks": []}


def test_the_filters_hold_on_the_map_too(client: Client) -> None:
    wanted = submitted(latitude=39.1, longitude=26.5)
    submitted(latitude=39.3, longitude=26.0)

    found = asked(client, f"{ISLAND}&zoom=10&service={wanted.service.code}")

    assert [mark["number"] for mark in found["marks"]] == [wanted.number]


def test_no_request_is_lost_in_joining() -> None:
    service = factories.make_service()
    for number in range(120):
        row, column = divmod(number, 12)
        submitted(service=service, latitude=39 + row * 0.013, longitude=26 + column * 0.017)

    for width in (0.02, 0.05, 0.3):
        found = survey(Filters(), Grid.of(width, latitude=39), at=NOON)
        assert found.total == sum(cluster.count for cluster in found.clusters) == 120


def test_a_large_part_of_the_earth_has_no_more_marks_than_a_small_one() -> None:
    everything = Box(-180, -80, 180, 80)

    grid = Grid.of(0.001, latitude=39).coarse_enough(everything)

    cells = (360 / grid.width + 1) * (160 / grid.height + 1)
    assert MOST_MARKS / 8 < cells <= MOST_MARKS


@pytest.mark.parametrize(
    "query",
    ["", "zoom=9", "bbox=1,2,3&zoom=9", "bbox=3,2,1,4&zoom=9", f"{ISLAND}&zoom=x", "bbox=a,b,c,d"],
)
def test_a_map_that_is_asked_for_wrongly_is_refused(client: Client, query: str) -> None:
    factories.make_municipality()

    assert client.get(f"/requests/map.json?{query}").status_code == 400


@pytest.mark.parametrize("bbox", ["nan,nan,nan,nan", "-inf,-inf,inf,inf"])
def test_numbers_that_are_none_are_refused(client: Client, bbox: str) -> None:
    assert client.get(f"/requests/map.json?bbox={bbox}&zoom=9").status_code == 400


def test_marks_take_two_statements(client: Client) -> None:
    for number in range(5):
        submitted(latitude=39.0 + number / 10, longitude=26.5)
    asked(client, f"{ISLAND}&zoom=10")

    assert count_queries(lambda: asked(client, f"{ISLAND}&zoom=10")) == 2
