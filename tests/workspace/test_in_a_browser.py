"""The staff's pages in a real browser, against the whole running system."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from aitima.accounts.models import User
from aitima.demo.accounts import PASSWORD
from aitima.organisation.models import Unit
from aitima.service_requests import actions
from aitima.service_requests.models import ServiceRequest
from tests.factories import submitted
from tests.support.browser import assert_accessible
from tests.support.system import System

SignIn = Callable[..., Page]
LOOKS = [
    pytest.param(("el-GR", "light", 1280), id="Greek"),
    pytest.param(("en-GB", "dark", 1280), id="English, dark"),
    pytest.param(("el-GR", "dark", 375), id="Greek, dark, telephone"),
    pytest.param(("en-GB", "light", 375), id="English, telephone"),
]


@pytest.fixture
def sign_in(system: System, new_context: Callable[..., BrowserContext]) -> SignIn:
    def enter(username: str, **options: Any) -> Page:
        page = new_context(**({"locale": "el-GR"} | options)).new_page()
        page.goto(f"{system.url}/workspace/sign-in/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/workspace/")
        return page

    return enter


@pytest.fixture
def lamp(system: System) -> ServiceRequest:
    """A request of the electricians, charged today."""
    crew = Unit.objects.get(code="DTY2.1")
    made = submitted(unit=crew, at=timezone.now(), description="Έσβησε το φως στη γωνία.")
    return actions.charge(
        pk=made.pk,
        by=User.objects.get(username="head"),
        unit=crew,
        officer=User.objects.get(username="officer"),
        at=timezone.now(),
    )


@pytest.mark.parametrize("looks", LOOKS)
def test_the_staffs_pages_are_accessible_and_fit(
    system: System, sign_in: SignIn, lamp: ServiceRequest, looks: tuple[str, str, int]
) -> None:
    locale, look, width = looks
    view = {"width": width, "height": 800}
    page = sign_in("head", locale=locale, color_scheme=look, viewport=view)
    request = f"{system.url}/workspace/requests/{lamp.number}/"
    queue = f"{system.url}/workspace/"

    for address in (queue, f"{queue}?filter=open", request, *_forms(request)):
        page.goto(address)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def _forms(request: str) -> list[str]:
    return [f"{request}{step}/" for step in ("charge", "resolve", "ask", "forward", "note")]


def test_a_colleagues_step_appears_by_itself_and_what_is_being_written_stays(
    system: System, sign_in: SignIn, lamp: ServiceRequest
) -> None:
    officer = sign_in("officer")
    officer.goto(f"{system.url}/workspace/requests/{lamp.number}/")
    officer.fill("#reply-answer", "Μισή απάντηση")

    actions.add_note(
        pk=lamp.pk, by=User.objects.get(username="head"), note="Πάρτε σκάλα.", at=timezone.now()
    )

    expect(officer.locator("#notes")).to_contain_text("Πάρτε σκάλα.")
    expect(officer.locator("#reply-answer")).to_have_value("Μισή απάντηση")
    officer.click("#reply button")
    expect(officer.locator("#reply [role=alert]")).to_contain_text("Προϊστάμενος")
    expect(officer.locator("#reply-answer")).to_have_value("Μισή απάντηση")
    officer.click("#reply button")
    expect(officer.locator("#conversation")).to_contain_text("Μισή απάντηση")
    expect(officer.locator("#reply-answer")).to_have_value("")


def test_the_list_is_walked_by_keys_wherever_they_stand_on_the_keyboard(
    sign_in: SignIn, lamp: ServiceRequest
) -> None:
    page = sign_in("head", viewport={"width": 1280, "height": 900})
    rows = page.locator("[data-row]")
    second = rows.nth(1).locator("[data-preview]").inner_text()

    page.keyboard.press("KeyJ")

    expect(page.locator("[data-row].cur [data-preview]")).to_have_text(second)
    expect(page.locator("#preview")).to_contain_text(second)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{second}/")


def test_new_requests_wait_behind_a_line_and_counts_follow(
    sign_in: SignIn, lamp: ServiceRequest
) -> None:
    page = sign_in("officer")
    expect(page.locator("[data-live-words]")).to_contain_text("ζωντανά")
    before = int(page.locator("#count-unit").inner_text())

    submitted(unit=lamp.unit, at=timezone.now(), description="Κι άλλη λάμπα.")

    expect(page.locator("#count-unit")).to_have_text(str(before + 1))
    expect(page.locator(".news")).to_contain_text("1 νέο")
    page.locator(".news a").click()
    expect(page.get_by_text("Κι άλλη λάμπα").first).to_be_visible()


def test_without_a_script_a_request_is_taken_through_its_whole_life(
    system: System, sign_in: SignIn, lamp: ServiceRequest
) -> None:
    page = sign_in("officer", java_script_enabled=False)
    page.goto(f"{system.url}/workspace/requests/{lamp.number}/")

    page.click("#request-head form button:has-text('Έναρξη')")
    expect(page.locator("#conversation")).to_contain_text("Οι εργασίες ξεκίνησαν")
    page.fill("#reply-answer", "Ερχόμαστε.")
    page.click("#reply button")
    expect(page.locator("#conversation")).to_contain_text("Ερχόμαστε.")
    page.click("#request-head a.yes")
    page.fill("[name=answer]", "Άλλαξε.")
    page.click("form[enctype] button.yes")

    lamp.refresh_from_db()
    assert lamp.status == "resolved"
