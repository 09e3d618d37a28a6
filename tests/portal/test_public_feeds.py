"""Atom feeds, and what other sites show of a public request."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from aitima.service_requests import actions
from aitima.service_requests.models import Photo, ServiceRequest
from tests import factories
from tests.factories import submitted
from tests.portal.citizen import Citizen, number_in, picture, url_of
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db

FEED = "/requests/feed.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
RFC_4151 = re.compile(r"^tag:[\w.]+,2026:requests")


def feed(client: Client, path: str) -> ET.Element:
    response: Any = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content)


def entries(root: ET.Element) -> list[dict[str, str]]:
    return [
        {part.tag.removeprefix(ATOM): part.text or "" for part in e}
        for e in root.iter(f"{ATOM}entry")
    ]


def test_a_feed_has_what_atom_asks_for(client: Client) -> None:
    one = submitted(description="Η λάμπα <κάηκε> & καπνίζει")

    root = feed(client, FEED)

    (entry,) = entries(root)
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "el"
    for required in ("id", "title", "updated", "author", "link"):
        assert root.find(f"{ATOM}{required}") is not None
    assert entry["title"] == "Η λάμπα <κάηκε> & καπνίζει"
    assert RFC_4151.match(entry["id"])
    assert entry["id"].endswith(one.number)
    assert datetime.fromisoformat(entry["updated"]) == one.submitted_at.replace(microsecond=0)


@pytest.mark.parametrize("letter", ["\ufffe", "\uffff", "\x0b", "\x1b"])
def test_no_letter_of_a_stored_text_breaks_a_feed(client: Client, letter: str) -> None:
    one = submitted(description=f"The lamp{letter} is out", address=f"Behind{letter} the school")

    titles = [entry["title"] for entry in entries(feed(client, FEED))]
    subtitle = feed(client, f"{url_of(one.number)}feed.atom").find(f"{ATOM}subtitle")

    assert titles == ["The lamp is out"]
    assert subtitle is not None
    assert subtitle.text == "The lamp is out"


def test_what_xml_forbids_is_not_even_stored(citizen: Citizen) -> None:
    number = citizen.report(text="The lamp\ufffe is\uffff out\x0b.")

    assert ServiceRequest.objects.get(number=number).description == "The lamp is out."


def test_an_entry_is_updated_by_what_everybody_may_read_alone(client: Client) -> None:
    unit = factories.make_unit()
    one = factories.charged(unit)
    head = factories.head(unit)
    begun = one.submitted_at + timedelta(hours=5)
    (before,) = entries(feed(client, FEED))
    actions.start(pk=one.pk, by=head, at=begun)
    actions.add_note(pk=one.pk, by=head, note="Secret note", at=begun + timedelta(hours=1))

    (after,) = entries(feed(client, FEED))

    assert after["id"] == before["id"]
    assert after["published"] == before["published"]
    assert datetime.fromisoformat(after["updated"]) == begun.replace(microsecond=0)


def test_a_feed_is_filtered_as_the_list_is(client: Client) -> None:
    wanted = submitted(description="Wanted")
    submitted(description="Unwanted")

    root = feed(client, f"{FEED}?service={wanted.service.code}")

    assert [entry["title"] for entry in entries(root)] == ["Wanted"]


def test_a_feed_speaks_the_language_of_its_address(client: Client) -> None:
    one = submitted()

    titles = [entry["title"] for entry in entries(feed(client, f"{url_of(one.number)}feed.atom"))]
    english = feed(client, f"{url_of(one.number)}feed.atom?language=en")

    assert titles == ["Παραλήφθηκε"]
    assert [entry["title"] for entry in entries(english)] == ["Received"]


def test_a_feed_that_is_known_is_not_sent_again(client: Client) -> None:
    submitted()
    first: Any = client.get(FEED)

    again: Any = client.get(FEED, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_the_events_of_a_request_are_the_public_ones_newest_first(client: Client) -> None:
    unit = factories.make_unit()
    one = factories.charged(unit)
    head = factories.head(unit)
    actions.add_note(pk=one.pk, by=head, note="Secret note", at=timezone.now())
    actions.start(pk=one.pk, by=head, at=timezone.now() + timedelta(minutes=1))

    found = entries(feed(client, f"{url_of(one.number)}feed.atom?language=en"))

    assert [entry["title"].partition(":")[0] for entry in found] == [
        "Work began",
        "Charged to",
        "Received",
    ]
    assert [entry["id"][-2:] for entry in found] == ["/3", "/2", "/1"]


def test_the_pages_name_their_feeds(client: Client) -> None:
    one = submitted()

    assert f'href="{FEED}?state=all"' in client.get("/requests/?state=all").content.decode()
    page = client.get(url_of(one.number)).content.decode()
    assert f'href="{url_of(one.number)}feed.atom"' in page


def test_a_public_page_says_what_to_show_of_it(client: Client) -> None:
    one = submitted(description='The lamp "is" out')

    page = client.get(url_of(one.number)).content.decode()

    assert 'property="og:title" content="The lamp &quot;is&quot; out"' in page
    assert re.search(rf'property="og:image"\s+content="http[^"]+{one.number}/preview.png"', page)
    assert re.search(rf'rel="canonical" href="http[^"]+{url_of(one.number)}"', page)
    assert '<meta name="robots" content="noindex">' in page


def test_the_preview_is_a_picture_of_the_size_that_others_expect(client: Client) -> None:
    one = submitted(description="Η λάμπα στη γωνία κάηκε " * 9, latitude=39.1, longitude=26.5)

    response: Any = client.get(f"{url_of(one.number)}preview.png")

    assert response["Content-Type"] == "image/png"
    assert Image.open(BytesIO(response.content)).size == (1200, 630)
    again: Any = client.get(
        f"{url_of(one.number)}preview.png", headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code == 304


def test_the_preview_shows_a_photo_that_everybody_may_see(citizen: Citizen) -> None:
    citizen.what()
    citizen.where()
    citizen.details()
    citizen.photos(picture(size=400))
    number = number_in(citizen.send().url)

    drawn = pixel(citizen.client, number)
    Photo.objects.update(public=False)
    without = pixel(citizen.client, number)

    assert drawn == pytest.approx((0x12, 0x34, 0x56), abs=3)
    assert without != drawn


def pixel(client: Client, number: str) -> tuple[int, ...]:
    """The colour in the corner where the photo or the sea is."""
    response: Any = client.get(f"{url_of(number)}preview.png")
    found = Image.open(BytesIO(response.content)).convert("RGB").getpixel((1180, 20))
    assert isinstance(found, tuple)
    return tuple(int(part) for part in found)


def test_a_new_state_is_a_new_preview(client: Client) -> None:
    unit = factories.make_unit()
    one = factories.charged(unit)
    before: Any = client.get(f"{url_of(one.number)}preview.png")

    actions.start(pk=one.pk, by=factories.head(unit), at=timezone.now())

    after: Any = client.get(f"{url_of(one.number)}preview.png")
    assert before["ETag"] != after["ETag"]


def test_a_feed_takes_the_same_statements_however_long_it_is(client: Client) -> None:
    service = factories.make_service()
    submitted(service=service)
    client.get(FEED)
    few = count_queries(lambda: client.get(FEED))
    for _ in range(12):
        submitted(service=service)

    assert count_queries(lambda: client.get(FEED)) == few == 2
    assert ServiceRequest.objects.count() == 13
