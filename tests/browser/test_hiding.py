"""The last page before sending: what is hidden from the public, and what is asked under attack."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from aitima.accounts.models import LimitCount
from aitima.service_requests.models import ServiceRequest
from tests.browser.citizen import Visitor
from tests.support.browser import assert_accessible
from tests.support.system import System

NewContext = Callable[..., BrowserContext]
PHONE = "6900 000 000"
KALLONI = "5302010101"
A_PERSON_TAKES = 1000  # milliseconds, at least; who is faster is asked to look again
# Above what asks for a proof of work, below what is refused; the tests' system allows a
# thousand times what is usual.
MANY = 31_000


@pytest.fixture
def page(system: System, new_context: NewContext) -> Page:
    return new_context().new_page()


@pytest.fixture
def under_attack(system: System, new_context: NewContext) -> Iterator[None]:
    """As if very many reports had come from here within the hour."""
    LimitCount.objects.all().delete()
    visitor = Visitor(new_context().new_page(), system.url)
    _come_to_the_check(visitor)
    visitor.page.wait_for_timeout(A_PERSON_TAKES)
    visitor.send()
    LimitCount.objects.update(taken=MANY)
    yield
    LimitCount.objects.all().delete()


def _come_to_the_check(visitor: Visitor, text: str = "Κάηκε η λάμπα στη γωνία") -> None:
    visitor.describe(text)
    visitor.page.get_by_text("Διαλέξτε από όλους τους τόπους").click()
    visitor.page.select_option("main select", KALLONI)
    visitor.go_on()
    visitor.page.check("[name=contact][value=none]")
    visitor.go_on()


def test_what_is_hidden_is_said_and_the_focus_stays_where_it_was_pressed(
    system: System, page: Page
) -> None:
    _come_to_the_check(Visitor(page, system.url), f"Κάηκε η λάμπα, τηλ. {PHONE}")
    seen = page.locator("#public-side .said")
    expect(seen).to_contain_text(PHONE)

    page.get_by_role("button", name="Απόκρυψη του τηλεφώνου").press("Enter")

    expect(seen).not_to_contain_text(PHONE)
    expect(page.locator("#hiding")).to_be_focused()
    expect(page.locator("#said")).to_contain_text(PHONE)
    assert_accessible(page)
    page.locator("#hiding [name=show]").press("Enter")
    expect(seen).to_contain_text(PHONE)
    expect(page.locator("#hiding")).to_be_focused()


def test_without_javascript_the_page_comes_back_at_what_was_hidden(
    system: System, new_context: NewContext
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    _come_to_the_check(Visitor(page, system.url), f"Κάηκε η λάμπα, τηλ. {PHONE}")

    page.get_by_role("button", name="Απόκρυψη του τηλεφώνου").click()

    expect(page).to_have_url(f"{system.url}/report/check/#hiding")
    expect(page.locator("#public-side .said")).not_to_contain_text(PHONE)


@pytest.mark.usefixtures("under_attack")
def test_under_attack_the_page_asks_for_a_proof_says_so_and_goes_on_by_itself(
    system: System, page: Page
) -> None:
    page.route("**/proof*.js", lambda route: route.abort())
    visitor = Visitor(page, system.url)
    _come_to_the_check(visitor)
    begun = timezone.now()
    page.wait_for_timeout(A_PERSON_TAKES)

    visitor.go_on()

    expect(page.locator(".govgr-error-summary")).to_be_focused()
    assert_accessible(page)
    page.unroute("**/proof*.js")
    visitor.go_on()
    page.wait_for_url("**/received/")
    assert ServiceRequest.objects.filter(submitted_at__gte=begun).count() == 1
