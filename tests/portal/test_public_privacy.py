"""What is not public is nowhere: no row, no mark, no entry, no picture, no figure."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aitima.core.caching import forget_everything
from aitima.organisation.identity import identity
from aitima.portal.public.figures import this_month
from aitima.service_requests.models import ServiceRequest
from aitima.statistics.month import told
from tests import factories
from tests.factories import submitted
from tests.portal.citizen import said_by, url_of

pytestmark = pytest.mark.django_db

WORDS = "Secretword on the corner"


def confidential() -> ServiceRequest:
    return submitted(
        service=factories.make_service(confidential=True),
        description=WORDS,
        latitude=39.1,
        longitude=26.5,
    )


def not_public() -> ServiceRequest:
    return submitted(
        service=factories.make_service(public=False),
        description=WORDS,
        latitude=39.1,
        longitude=26.5,
    )


def to_be_checked() -> ServiceRequest:
    service = factories.make_service(checked_first=True)
    return submitted(service=service, description=WORDS, latitude=39.1, longitude=26.5)


def erased() -> ServiceRequest:
    one = submitted(description=WORDS, latitude=39.1, longitude=26.5)
    ServiceRequest.objects.filter(pk=one.pk).update(erased_at=timezone.now())
    return one


HIDDEN = pytest.mark.parametrize("make", [confidential, not_public, to_be_checked, erased])


@HIDDEN
@pytest.mark.parametrize(
    "query", ["", "state=all", "q=secretword", "near=39.1,26.5&radius=10000", "group={group}"]
)
def test_the_list_does_not_hold_it(
    client: Client, make: Callable[[], ServiceRequest], query: str
) -> None:
    one = make()

    response: Any = client.get(f"/requests/?{query}".format(group=one.service.group.code))

    said = said_by(response)
    assert "Secretword" not in said
    assert one.number not in response.content.decode()
    assert "Κανένα" in said
    assert "<circle" not in response.content.decode()


@HIDDEN
def test_the_map_does_not_count_it(client: Client, make: Callable[[], ServiceRequest]) -> None:
    make()

    response: Any = client.get("/requests/map.json?bbox=26,39,27,40&zoom=12&state=all")

    assert json.loads(response.content) == {"total": 0, "marks": []}


@HIDDEN
def test_no_feed_and_no_picture_tells_of_it(
    client: Client, make: Callable[[], ServiceRequest]
) -> None:
    one = make()

    feed: Any = client.get("/requests/feed.atom?state=all")
    assert b"<entry>" not in feed.content
    assert client.get(f"{url_of(one.number)}feed.atom").status_code == 404
    assert client.get(f"{url_of(one.number)}preview.png").status_code == 404


@HIDDEN
def test_a_page_below_it_does_not_tell_when_it_came(
    client: Client, make: Callable[[], ServiceRequest]
) -> None:
    submitted(description="Older and public")
    one = make()
    submitted(description="Newer and public")

    response: Any = client.get(f"/requests/?after={one.number}")

    assert "Newer and public" in said_by(response)


def test_a_private_page_offers_nothing_to_pass_on(client: Client) -> None:
    one = confidential()
    ServiceRequest.objects.filter(pk=one.pk).update(public=False)

    page = client.get(url_of(one.number))

    assert page.status_code == 404
    assert b"og:title" not in page.content


@HIDDEN
def test_fewer_than_five_of_them_are_in_no_figure_of_the_home_page(
    make: Callable[[], ServiceRequest],
) -> None:
    submitted(at=timezone.now())
    hidden = [make() for _ in range(4)]
    ServiceRequest.objects.filter(pk__in=[one.pk for one in hidden]).update(
        submitted_at=timezone.now()
    )

    few = this_month()
    fifth = make()
    ServiceRequest.objects.filter(pk=fifth.pk).update(submitted_at=timezone.now())
    forget_everything()

    assert (few.new, few.open, few.map.total) == (1, 1, 1)
    assert (this_month().new, this_month().open, this_month().map.total) == (6, 6, 1)


def test_what_is_told_never_differs_from_the_public_by_fewer_than_five() -> None:
    for count in range(20):
        for hidden in range(count + 1):
            assert told(count, hidden=hidden) - (count - hidden) in {0, *range(5, 20)}


def test_the_home_page_s_dots_are_where_the_public_sees_them(lesvos: None) -> None:
    one = submitted(latitude=39.1003, longitude=26.5003, place_is_private=True, at=timezone.now())
    one.refresh_from_db()
    drawing = identity().drawing
    assert drawing is not None
    assert one.public_latitude is not None
    assert one.public_longitude is not None

    dots = this_month().open_dots

    assert dots == drawing.dots([(one.public_latitude, one.public_longitude)])
    assert dots != drawing.dots([(39.1003, 26.5003)])
