"""The page of one's own request in a real browser: every state of it, and while it changes."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from aitima.accounts.models import User
from aitima.catalogue.models import Service
from aitima.service_requests import actions, links
from aitima.service_requests.models import Photo, ServiceRequest
from tests import factories
from tests.browser.citizen import photo
from tests.support.browser import assert_accessible
from tests.support.system import System

NewContext = Callable[..., BrowserContext]


@pytest.fixture
def service_request(system: System) -> ServiceRequest:
    return factories.submitted(service=_lamp(), at=timezone.now())


@pytest.fixture
def boss(service_request: ServiceRequest) -> User:
    boss = factories.head(service_request.unit)
    actions.take(pk=service_request.pk, by=boss, at=timezone.now())
    return boss


def _lamp() -> Service:
    return Service.objects.get(code="lighting-lamp")


@pytest.fixture
def page(system: System, new_context: NewContext, service_request: ServiceRequest) -> Page:
    """A telephone that holds the private link."""
    context = new_context(viewport={"width": 375, "height": 800})
    context.add_cookies([{"name": "language", "value": "en", "url": system.url}])
    page = context.new_page()
    page.goto(f"{system.url}/r/{links.new_link(service_request, at=timezone.now())}/")
    return page


def test_every_state_is_accessible(page: Page, service_request: ServiceRequest, boss: User) -> None:
    pk, own = service_request.pk, page.url
    actions.ask(pk=pk, by=boss, question="Which pole?", at=timezone.now())
    page.goto(own)
    page.get_by_text("Add something").click()
    page.get_by_role("button", name="Send to the service").click()
    assert_accessible(page)  # the question, and a form with what is wrong in it
    page.goto(own + "withdraw/")
    assert_accessible(page)

    actions.resolve(pk=pk, by=boss, answer="We replaced the lamp.", at=timezone.now())
    page.goto(own)
    page.locator(".yn summary").click()
    assert_accessible(page)
    page.get_by_role("button", name="Yes").click()
    assert_accessible(page)
    page.get_by_label("4 – well").check()
    page.get_by_role("button", name="Send your opinion").click()
    page.get_by_text("Thank those who did it").click()
    assert_accessible(page)


def test_a_form_that_is_being_written_in_stays_while_the_page_changes_around_it(
    page: Page, service_request: ServiceRequest, boss: User
) -> None:
    expect(page.locator("#title")).to_be_visible()
    page.get_by_text("Add something").click()
    page.fill("#add-text", "And the one beside it")

    reply = "We come on Friday."
    actions.reply(pk=service_request.pk, by=boss, answer=reply, at=timezone.now())

    expect(page.locator("#conversation")).to_contain_text(reply)
    assert page.input_value("#add-text") == "And the one beside it"


def test_chosen_photos_are_named_and_sent(page: Page, service_request: ServiceRequest) -> None:
    page.get_by_text("Add something").click()
    page.set_input_files(
        "#add-photos", {"name": "pole.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    expect(page.locator("#add [role=status]")).to_have_text("Chosen: pole.jpg")

    page.get_by_role("button", name="Send to the service").click()

    expect(page.get_by_text("We passed it on to the service.")).to_be_visible()
    assert Photo.objects.get(service_request=service_request).purpose == Photo.Purpose.ADDED
