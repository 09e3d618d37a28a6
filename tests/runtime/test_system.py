"""The running system, seen from outside."""

from playwright.sync_api import Page

from aitima.organisation.models import Unit
from tests.support.system import System


def test_the_system_says_that_all_is_well(system: System) -> None:
    status, body = system.get("/healthz")

    assert status == 200
    assert '"worker": "ok"' in body


def test_the_home_page_opens_in_a_browser_without_complaints(system: System, page: Page) -> None:
    page.goto(system.url)

    assert page.title()
    assert Unit.objects.count() == 72
