"""The public list and map in a browser."""

import re
import uuid
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from aitima.catalogue.models import Service
from aitima.geography.models import Area
from aitima.service_requests import actions
from tests.support.browser import assert_accessible
from tests.support.system import System

type NewContext = Callable[..., BrowserContext]


@pytest.fixture
def page(system: System, new_context: NewContext) -> Page:
    report("lighting-lamp", 39.10, 26.55, "Κάηκε η λάμπα στο λιμάνι")
    report("road-pothole", 39.23, 26.21, "Λακκούβα στην πλατεία")
    page = new_context().new_page()
    page.goto(f"{system.url}/requests/?since=7")
    return page


def report(service: str, latitude: float, longitude: float, text: str) -> None:
    actions.submit(
        actions.Report(
            service=Service.objects.get(code=service),
            description=text,
            submission_key=uuid.uuid4(),
            area=Area.objects.municipal_units().first(),
            latitude=latitude,
            longitude=longitude,
        ),
        at=timezone.now(),
    )


def test_a_choice_changes_list_count_map_and_address_together(page: Page) -> None:
    drawn = page.locator(".still").inner_html()
    page.focus("#f-group")
    page.select_option("#f-group", "lighting")

    expect(page).to_have_url(re.compile(r"/requests/\?group=lighting&since=7$"))
    expect(page.locator(".items")).to_contain_text("Κάηκε η λάμπα στο λιμάνι")
    expect(page.locator(".items")).not_to_contain_text("Λακκούβα")
    assert page.locator(".still").inner_html() != drawn
    expect(page.locator("#f-group")).to_be_focused()
    expect(page.locator("#f-service")).to_be_visible()
    page.go_back()
    expect(page.locator(".items")).to_contain_text("Λακκούβα")


def test_the_open_map_has_the_same_marks_and_follows_the_filters(page: Page) -> None:
    page.locator("[data-open]").click()
    expect(page.locator(".ai-leaflet .mark").first).to_be_visible()
    page.select_option("#f-group", "roads")

    expect(page.locator(".items")).not_to_contain_text("λάμπα")
    page.wait_for_load_state("networkidle")
    page.locator(".ai-leaflet .mark").first.click()

    expect(page.locator(".ai-leaflet")).to_be_visible()
    assert_accessible(page)


def test_without_javascript_the_form_and_the_still_map_tell_the_same(
    system: System, new_context: NewContext
) -> None:
    report("lighting-lamp", 39.10, 26.55, "Σβηστή λάμπα στο πάρκο")
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{system.url}/requests/")

    page.select_option("#f-group", "lighting")
    page.get_by_role("button", name="Εφαρμογή").click()

    expect(page.locator(".items")).to_contain_text("Σβηστή λάμπα στο πάρκο")
    assert page.locator(".still .mark").count() >= 1
    expect(page.locator("[data-buttons]")).to_be_hidden()
