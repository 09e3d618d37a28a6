"""How many taps a report takes, and what the questions' script does, in a real browser."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.citizen import LAMP, Visitor
from tests.support.browser import assert_accessible
from tests.support.system import System

NewContext = Callable[..., BrowserContext]

MOST_TAPS = 8
QUIET_SPOT = {"latitude": 39.2401, "longitude": 26.2141}  # where no other test reports


@dataclass
class Finger:
    """Taps, and counts."""

    page: Page
    taps: int = 0

    def tap(self, selector: str) -> None:
        self.taps += 1
        self.page.locator(selector).first.click()


@pytest.fixture
def visitor(system: System, new_context: NewContext) -> Visitor:
    context = new_context(
        viewport={"width": 375, "height": 800},
        geolocation=QUIET_SPOT,
        permissions=["geolocation"],
    )
    return Visitor(context.new_page(), system.url)


def test_words_locate_me_and_sending_anonymously_take_eight_taps(visitor: Visitor) -> None:
    page, finger = visitor.page, Finger(visitor.page)

    visitor.open("/")
    finger.tap("#text")
    page.keyboard.type(LAMP)
    finger.tap("main .govgr-btn-primary")
    page.wait_for_url("**/what/")
    finger.tap("main .govgr-btn-primary")
    page.wait_for_url("**/where/")
    finger.tap("[data-locate] button")
    expect(page.locator("#point")).to_contain_text("Καλλονή")
    finger.tap("main .govgr-btn-primary")
    page.wait_for_url("**/details/")
    finger.tap("[name=contact][value=none]")
    finger.tap("main .govgr-btn-primary")
    page.wait_for_url("**/check/")
    visitor.look_it_over()
    finger.tap("form[data-once] button")

    page.wait_for_url("**/received/")
    assert finger.taps == MOST_TAPS


def test_questions_appear_and_go_with_the_answers_they_hang_on(visitor: Visitor) -> None:
    page = visitor.page
    visitor.describe("Ένα σκυλί επιτέθηκε", service="animal-aggressive")
    visitor.place()
    page.goto(f"{visitor.url}/report/details/")
    advice = page.get_by_text("Πλύνετε καλά την πληγή")

    expect(advice).to_be_hidden()
    page.check("[name=attribute-bitten][value=yes]")
    expect(advice).to_be_visible()
    assert_accessible(page)
    page.check("[name=attribute-bitten][value=no]")
    expect(advice).to_be_hidden()


def test_an_answer_that_stops_the_report_says_so_at_once_and_can_be_changed(
    visitor: Visitor,
) -> None:
    page = visitor.page
    visitor.describe("Έπεσε ένα δέντρο", service="tree-danger")
    visitor.place()
    page.goto(f"{visitor.url}/report/details/")

    page.check("[name=attribute-danger][value=yes]")
    expect(page.locator(".stop a[href='tel:199']")).to_be_visible()
    page.check("[name=contact][value=none]")
    visitor.go_on()
    expect(page.locator("[role=alert]")).to_be_focused()
    assert_accessible(page)
    page.check("[name=attribute-danger][value=no]")
    visitor.go_on()

    page.wait_for_url("**/check/")


def test_back_after_a_step_shows_what_was_answered(visitor: Visitor) -> None:
    page = visitor.page
    visitor.describe(LAMP)
    visitor.place()
    page.wait_for_url("**/report/**")

    visitor.open("/report/details/")
    page.check("[name=contact][value=none]")
    visitor.go_on()
    page.go_back()
    page.go_back()

    expect(page.locator("h1")).to_be_visible()
    visitor.open("/report/where/")
    expect(page.locator("#id_address")).to_have_value("Έξω από το σχολείο")
