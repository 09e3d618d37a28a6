"""The citizens' pages in a real browser: for everybody, with whatever they have."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from aitima.service_requests import actions
from aitima.service_requests.models import ServiceRequest
from tests import factories
from tests.browser.citizen import LAMP, Visitor, photo
from tests.support.browser import assert_accessible
from tests.support.system import System

NewContext = Callable[..., BrowserContext]
LOOKS = [
    pytest.param(("el", "light"), id="Greek"),
    pytest.param(("en", "light"), id="English"),
    pytest.param(("el", "dark"), id="Greek, dark"),
    pytest.param(("en", "dark"), id="English, dark"),
]


@pytest.fixture
def visitor(system: System, new_context: NewContext) -> Visitor:
    return Visitor(new_context().new_page(), system.url)


@pytest.fixture(params=LOOKS)
def looked_at(request: pytest.FixtureRequest, system: System, new_context: NewContext) -> Visitor:
    return _visitor(system, new_context, *request.param)


def _visitor(
    system: System, new_context: NewContext, language: str, look: Any, width: int = 375
) -> Visitor:
    context = new_context(color_scheme=look, viewport={"width": width, "height": 800})
    context.add_cookies([{"name": "language", "value": language, "url": system.url}])
    return Visitor(context.new_page(), system.url)


def test_every_step_is_accessible_in_both_languages_light_and_dark(
    looked_at: Visitor,
) -> None:
    page = looked_at.page

    looked_at.open("/")
    assert_accessible(page)
    page.fill("#text", LAMP)
    looked_at.go_on()
    assert_accessible(page)
    page.check("[name=service][value=lighting-lamp]")
    looked_at.go_on()
    assert_accessible(page)
    looked_at.go_on()
    assert_accessible(page)
    looked_at.place()
    looked_at.be_told_by_email("nobody@")
    assert_accessible(page)
    looked_at.be_told_by_email()
    assert_accessible(page)
    looked_at.send()
    assert_accessible(page)
    looked_at.go_on()
    assert_accessible(page)


@pytest.mark.parametrize(
    "path",
    [
        "/requests/?number=x",
        "/requests/?state=done&area=530204",
        "/services/",
        "/help/",
        "/nothing/",
    ],
)
def test_the_pages_around_are_accessible(looked_at: Visitor, path: str) -> None:
    looked_at.open(path)

    assert_accessible(looked_at.page)


def test_a_report_is_made_without_javascript(system: System, new_context: NewContext) -> None:
    context = new_context(java_script_enabled=False)
    visitor = Visitor(context.new_page(), system.url)
    page = visitor.page

    visitor.describe()
    expect(page.locator("[data-locate]")).to_be_hidden()
    page.fill("#id_q", "kalloni")
    page.click("[name=find]")
    page.locator("[name=place]").first.check()
    visitor.go_on()
    page.set_input_files(
        "#id_photos", {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    page.get_by_role("button", name="Ανέβασμα").click()
    expect(page.get_by_role("img", name="Η φωτογραφία σας 1")).to_be_visible()
    page.check("[name=contact][value=none]")
    visitor.go_on()

    number = visitor.send()

    assert ServiceRequest.objects.get(number=number).photos.count() == 1


def test_a_report_is_made_with_the_keyboard_alone(visitor: Visitor) -> None:
    page, press = visitor.page, visitor.page.keyboard.press

    visitor.open("/")
    press("Tab")
    press("Enter")  # skip to the content
    _tab_to(page, "#text")
    page.keyboard.type(LAMP)
    _tab_to(page, ".ai-ask button")
    press("Enter")
    page.wait_for_url("**/what/")
    _tab_to(page, "[name=service]")
    press("Space")
    _tab_to(page, ".row > .govgr-btn-primary")
    press("Enter")
    page.wait_for_url("**/where/")
    _tab_to(page, "#id_q")
    page.keyboard.type("kalloni")
    expect(page.locator("[name=place]").first).to_be_visible()
    _tab_to(page, "[name=place]")
    press("Space")
    _tab_to(page, ".row > .govgr-btn-primary")
    press("Enter")
    page.wait_for_url("**/details/")
    _tab_to(page, "[name=contact]")
    press("ArrowUp")  # from the first choice around to the last: no need
    _tab_to(page, ".row > .govgr-btn-primary")
    press("Enter")
    page.wait_for_url("**/check/")
    _tab_to(page, "form[data-once] button")
    press("Enter")
    page.wait_for_url("**/received/")

    assert ServiceRequest.objects.filter(number=page.locator(".nr").inner_text()).exists()


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} is not reached with the tab key")


def test_mistakes_take_the_focus_and_lead_to_their_field(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/report/what/")
    visitor.go_on()

    expect(page.locator(".govgr-error-summary")).to_be_focused()
    assert page.title().startswith("Σφάλμα:")
    page.locator(".govgr-error-summary a").first.click()
    expect(page.locator("#id_text")).to_be_focused()


def test_suggestions_follow_the_typing_and_keep_the_choice(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/report/what/")
    page.locator("#id_text").press_sequentially("λακκούβα", delay=10)
    expect(page.locator("[value=road-pothole]").first).to_be_visible()
    expect(page.locator("#said")).to_contain_text("πρόταση")
    page.locator("[value=road-pothole]").first.check()

    page.locator("#id_text").press_sequentially(" μεγάλη στον δρόμο", delay=10)

    expect(page.locator("#suggestions mark").nth(1)).to_be_visible()
    expect(page.locator("[value=road-pothole]").first).to_be_checked()


def test_photos_come_and_go_without_leaving_the_page(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/report/what/")
    lamp = FilePayload(name="lamp.jpg", mimeType="image/jpeg", buffer=photo())
    notes = FilePayload(name="notes.txt", mimeType="text/plain", buffer=b"notes")
    page.set_input_files("#id_photos", [lamp, notes])

    expect(page.get_by_role("img", name="Η φωτογραφία σας 1")).to_be_visible()
    expect(page.locator("#photos .msg")).to_contain_text("notes.txt")
    expect(page.locator("#said")).to_contain_text("1 φωτογραφία από 5")
    page.get_by_role("button", name="Αφαίρεση").click()

    expect(page.locator("#photos img")).to_have_count(0)
    expect(page.locator("#photos")).to_be_focused()


def test_the_pin_is_put_with_the_keyboard_and_told_in_words(visitor: Visitor) -> None:
    page = visitor.page
    visitor.describe()

    page.locator("[data-open] button").click()
    page.locator(".ai-leaflet path.land").first.wait_for()
    page.keyboard.press("Enter")
    expect(page.locator("#point")).to_contain_text("Το σημείο είναι έξω")  # in the gulf
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(400)  # the map glides
    page.locator("[data-pin-middle]").click()

    expect(page.locator("#point")).to_contain_text("Η πινέζα είναι κοντά σε")
    assert_accessible(page)


def test_locate_me_finds_the_place(system: System, new_context: NewContext) -> None:
    context = new_context(
        permissions=["geolocation"],
        geolocation={"latitude": 39.2336, "longitude": 26.2071},
        viewport={"width": 375, "height": 700},
    )
    visitor = Visitor(context.new_page(), system.url)
    visitor.describe()

    visitor.page.locator("[data-locate] button").click()

    expect(visitor.page.locator("#point")).to_contain_text("Καλλονή")
    expect(visitor.page.locator("#point")).to_be_in_viewport()


def test_a_spot_found_without_a_connection_is_kept_and_told(
    system: System, new_context: NewContext
) -> None:
    context = new_context(
        permissions=["geolocation"], geolocation={"latitude": 39.2336, "longitude": 26.2071}
    )
    visitor = Visitor(context.new_page(), system.url)
    visitor.describe()
    context.set_offline(True)

    visitor.page.locator("[data-locate] button").click()
    expect(visitor.page.locator("#point")).to_contain_text("Κρατήσαμε το σημείο")
    visitor.page.locator("[data-open] button").click()
    expect(visitor.page.locator("[data-no-map]")).to_contain_text("Ο χάρτης δεν φορτώνει")

    context.set_offline(False)
    visitor.go_on()
    expect(visitor.page).to_have_url(f"{system.url}/report/details/")


def test_a_hint_inside_a_label_is_read_once(visitor: Visitor) -> None:
    visitor.describe()

    box = visitor.page.get_by_role("checkbox")

    expect(box).to_have_accessible_name("Το σημείο είναι σε ιδιωτικό χώρο")
    expect(box).to_have_accessible_description(
        "Τότε όλοι βλέπουν μόνο τη γειτονιά, ποτέ το σημείο."
    )


def test_nothing_scrolls_sideways_at_320_pixels(system: System, new_context: NewContext) -> None:
    visitor = _visitor(system, new_context, "en", "light", width=320)
    page = visitor.page
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

    for path in ("/", "/report/what/", "/requests/", "/services/", "/help/"):
        visitor.open(path)
        assert not page.evaluate(wide), path
    visitor.describe()
    assert not page.evaluate(wide)
    visitor.place()
    assert not page.evaluate(wide)
    visitor.be_told_by_email()
    assert not page.evaluate(wide)
    visitor.send()
    assert not page.evaluate(wide)


def test_the_open_page_changes_by_itself_and_spares_what_is_being_written(
    visitor: Visitor,
) -> None:
    page = visitor.page
    visitor.describe()
    visitor.place()
    visitor.be_told_by_email()
    number = visitor.send()
    visitor.go_on()
    expect(page.locator("[data-badge]")).to_contain_text("Ζωντανά")
    service_request = ServiceRequest.objects.get(number=number)
    head = factories.head(service_request.unit)

    actions.ask(pk=service_request.pk, by=head, question="Ποια κολόνα;", at=timezone.now())
    expect(page.locator("#question")).to_contain_text("Ποια κολόνα;")
    expect(page.locator("[data-announce]")).to_contain_text("Περιμένει την απάντησή σας")

    page.fill("#answer-answer", "Η δεύτερη")
    actions.reply(pk=service_request.pk, by=head, answer="Ευχαριστούμε.", at=timezone.now())
    expect(page.locator("#conversation")).to_contain_text("Ευχαριστούμε.")
    expect(page.locator("#answer-answer")).to_have_value("Η δεύτερη")
    visitor.go_on()
    expect(page.locator("#conversation")).to_contain_text("Η δεύτερη")
