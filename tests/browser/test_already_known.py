"""“Already known?” in a real browser: following instead of reporting, and going on all the same."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from aitima.catalogue.models import Service
from aitima.geography.models import Place
from aitima.service_requests.models import ServiceRequest, Subscription
from tests import factories
from tests.browser.citizen import Visitor
from tests.browser.letters import link_for
from tests.support.system import System

NewContext = Callable[..., BrowserContext]
SPOT = {"latitude": 39.2117, "longitude": 25.8524}  # far from what other tests report


@pytest.fixture
def known(system: System) -> ServiceRequest:
    place = Place.objects.get(code="5302030601")
    return factories.submitted(
        service=Service.objects.get(code="lighting-lamp"),
        description=f"Η λάμπα στο λιμάνι {uuid.uuid4().hex[:6]}",
        place=place,
        area=place.area,
        at=timezone.now() - timedelta(days=1),
        latitude=SPOT["latitude"],
        longitude=SPOT["longitude"],
    )


@pytest.fixture
def visitor(system: System, new_context: NewContext, known: ServiceRequest) -> Visitor:
    """Somebody who reports the same lamp, at the question whether it is the same."""
    context = new_context(geolocation=SPOT, permissions=["geolocation"])
    visitor = Visitor(context.new_page(), system.url)
    visitor.describe()
    visitor.page.locator("[data-locate] button").click()
    expect(visitor.page.locator("#point")).not_to_be_empty()
    visitor.go_on()
    visitor.page.wait_for_url("**/nearby/")
    return visitor


def test_it_is_this_one_follows_it_once_the_address_is_confirmed_until_it_is_stopped(
    system: System, visitor: Visitor, known: ServiceRequest
) -> None:
    page, email = visitor.page, f"{uuid.uuid4().hex}@example.org"

    this_one = page.locator("li", has_text=known.description)
    this_one.get_by_role("button", name="Είναι αυτό").click()
    page.get_by_label("e-mail").fill(email)
    visitor.go_on()
    expect(page.get_by_text(known.number, exact=True)).to_be_visible()

    visitor.open(link_for(system, email, "/follow/confirm/"))
    assert not _follow(email).confirmed_at
    visitor.go_on()
    assert _follow(email).confirmed_at
    known.refresh_from_db()
    assert known.supporters == 1

    page.get_by_role("link", name="Διακοπή αυτών των μηνυμάτων").click()
    visitor.go_on()
    expect(page.get_by_role("status").first).to_be_visible()
    assert not Subscription.objects.filter(email=email).exists()


def _follow(email: str) -> Subscription:
    return Subscription.objects.get(email=email)


def test_mine_is_different_goes_on_to_the_details(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Όχι, το δικό μου είναι άλλο").click()

    expect(visitor.page).to_have_url(f"{visitor.url}/report/details/")
