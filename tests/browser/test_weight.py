"""What the pages weigh for somebody who was never here: compressed, with all they bring along."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page

from aitima.catalogue.models import Service
from tests import factories
from tests.browser.citizen import Visitor
from tests.support.system import System

type NewContext = Callable[..., BrowserContext]

HEAVIEST: Final = 100 * 1024
HEAVIEST_MAP: Final = 150 * 1024
PHONE: Final = {"viewport": {"width": 375, "height": 800}}
SPOT: Final = (39.2336, 26.2071)
_WEIGHT: Final = (
    "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind))"
    ".reduce((sum, entry) => sum + entry.encodedBodySize, 0)"
)


@pytest.mark.parametrize("language", ["el", "en"])
def test_every_page_of_a_report_weighs_at_most_a_hundred_kilobytes(
    system: System, new_context: NewContext, language: str
) -> None:
    context = new_context(**PHONE)
    context.add_cookies([{"name": "language", "value": language, "url": system.url}])
    visitor = Visitor(context.new_page(), system.url)
    _lamp_nearby()

    seen = {
        path: _first_visit(new_context, context, system.url + path)
        for path in chain(("/", "/requests/", "/report/device/", "/follow/"), _walk(visitor))
    }

    assert {path: weight for path, weight in seen.items() if not 0 < weight <= HEAVIEST} == {}
    steps = ("what", "where", "nearby", "details", "identity", "check", "received")
    assert [step for step in steps if not any(step in path for path in seen)] == []


@pytest.mark.parametrize("path", ["/report/where/", "/requests/"])
def test_a_map_comes_on_request_and_weighs_at_most_a_hundred_and_fifty_more(
    system: System, new_context: NewContext, path: str
) -> None:
    page = new_context(**PHONE).new_page()
    visitor = Visitor(page, system.url)
    if path == "/report/where/":
        visitor.describe()
    else:
        visitor.open(path)
    page.wait_for_load_state("networkidle")
    before = page.evaluate(_WEIGHT)
    assert page.evaluate("typeof L") == "undefined"

    page.locator("[data-open]:visible").first.click()
    page.locator(".ai-leaflet path.land").first.wait_for()
    page.wait_for_load_state("networkidle")

    assert 0 < page.evaluate(_WEIGHT) - before <= HEAVIEST_MAP


def _lamp_nearby() -> None:
    latitude, longitude = SPOT
    factories.submitted(
        service=Service.objects.get(code="lighting-lamp"),
        latitude=latitude + 0.0002,
        longitude=longitude,
        at=timezone.now(),
    )


def _walk(visitor: Visitor) -> Iterator[str]:
    """Make a report with the phone in hand; each page's address while it may be seen."""
    page = visitor.page
    visitor.describe()
    yield "/report/what/"
    yield "/report/where/"
    for name, value in zip(("latitude", "longitude"), SPOT, strict=True):
        page.locator(f"[name={name}]").evaluate(f"field => (field.value = '{value}')")
    visitor.go_on()
    yield _path(page)
    page.locator("main form .govgr-btn-primary").click()
    page.wait_for_url("**/details/")
    yield _path(page)
    visitor.be_told_by_email()
    yield _path(page)
    visitor.send()
    yield _path(page)
    yield _path(page).removesuffix("received/")
    yield from _for_one_who_has_to_be_known(visitor)


def _for_one_who_has_to_be_known(visitor: Visitor) -> Iterator[str]:
    """Of a service that has to know who asks, as far as the page that asks for a proof."""
    visitor.describe("Βοήθεια στο σπίτι για τη γιαγιά μου", "home-help")
    visitor.go_on()
    visitor.page.fill("#id_name", "Μαρία Ξένου")
    visitor.be_told_by_email()
    assert "identity" in visitor.page.url
    yield _path(visitor.page)


def _path(page: Page) -> str:
    return urlsplit(page.url).path


def _first_visit(new_context: NewContext, known: BrowserContext, url: str) -> int:
    """Weigh a page with the cookies of the walk and nothing else kept."""
    context = new_context(**PHONE, storage_state=known.storage_state())
    page = context.new_page()
    answer = page.goto(url, wait_until="networkidle")
    assert answer
    assert answer.ok, url
    assert page.url == url, "it is another page that was weighed"
    weight: int = page.evaluate(_WEIGHT)
    context.close()
    return weight
