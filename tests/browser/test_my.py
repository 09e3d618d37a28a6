"""My requests in a real browser: in by a letter, everything there, a copy, and gone."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from aitima.catalogue.models import Service
from aitima.service_requests.models import ServiceRequest
from tests import factories
from tests.browser.citizen import Visitor
from tests.browser.letters import code_for, link_for
from tests.support.system import System

NewContext = Callable[..., BrowserContext]


def _sent_by(email: str) -> ServiceRequest:
    lamp = Service.objects.get(code="lighting-lamp")
    yesterday = timezone.now() - timedelta(days=1)
    return factories.submitted(service=lamp, email=email, name="Μαρία", at=yesterday)


def _somebody() -> str:
    return f"{uuid.uuid4().hex}@example.org"


def test_the_code_signs_in_gives_a_copy_and_erases_without_javascript(
    system: System, new_context: NewContext
) -> None:
    email = _somebody()
    sent = _sent_by(email)
    visitor = Visitor(new_context(java_script_enabled=False).new_page(), system.url)
    page = visitor.page

    _ask(visitor, email)
    page.get_by_label("κωδικός").fill(code_for(system, email))
    visitor.go_on()
    expect(page.get_by_text(sent.number)).to_be_visible()

    page.get_by_text("Αντίγραφο των δεδομένων μου").click()
    assert sent.number in json.dumps(_copy(page))

    page.get_by_text("Διαγραφή των στοιχείων μου").click()
    page.get_by_role("link", name="Δείτε τι σβήνεται και τι μένει").click()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Οριστική διαγραφή").click()

    expect(page).to_have_url(f"{system.url}/my/erased/")
    sent.refresh_from_db()
    assert sent.erased_at is not None
    visitor.open("/my/")
    expect(page.get_by_role("button", name="Αποσύνδεση")).to_have_count(0)


def _ask(visitor: Visitor, email: str) -> None:
    visitor.open("/my/")
    visitor.page.get_by_label("e-mail").fill(email)
    visitor.go_on()


def _copy(page: Page) -> object:
    with page.expect_download() as download:
        page.get_by_role("link", name="Αντίγραφο (JSON)").click()
    return json.loads(download.value.path().read_text(encoding="utf-8"))


def test_the_link_signs_in_on_another_device_by_its_button_and_once(
    system: System, new_context: NewContext
) -> None:
    email = _somebody()
    sent = _sent_by(email)
    _ask(Visitor(new_context().new_page(), system.url), email)
    link = link_for(system, email, "/my/open/")
    telephone = Visitor(new_context(viewport={"width": 375, "height": 800}).new_page(), system.url)

    telephone.open(link)
    expect(telephone.page.get_by_text(sent.number)).to_have_count(0)
    telephone.go_on()

    expect(telephone.page.get_by_text(sent.number)).to_be_visible()
    telephone.page.get_by_role("button", name="Αποσύνδεση").click()
    telephone.open(link)
    expect(telephone.page.locator("main form button")).to_have_count(0)
