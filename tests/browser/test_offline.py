"""Reports written without a connection: kept, sent by themselves, and sent once."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, Route, expect

from aitima.portal.models import ReportDraft
from aitima.service_requests.models import ServiceRequest
from tests.browser.citizen import Visitor, photo
from tests.core.test_photo_places import photo as photo_with_place
from tests.support.browser import assert_accessible
from tests.support.system import System, wait_until

NewContext = Callable[..., BrowserContext]
SERVED = """navigator.serviceWorker.ready.then(() => new Promise((done) => {
  const look = () => navigator.serviceWorker.controller ? done() : setTimeout(look, 50);
  look();
}))"""
KEPT = "aitimaQueue.all().then((all) => JSON.stringify(all))"
SHARE = """(text) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = "/report/share/";
  form.enctype = "multipart/form-data";
  const canvas = Object.assign(document.createElement("canvas"), { width: 400, height: 300 });
  canvas.toBlob((blob) => {
    const files = new DataTransfer();
    files.items.add(new File([blob], "shared.png", { type: "image/png" }));
    for (const [name, type] of [["text", "text"], ["photos", "file"]]) {
      form.append(Object.assign(document.createElement("input"), { name, type }));
    }
    form.elements.text.value = text;
    form.elements.photos.files = files.files;
    document.body.append(form);
    form.submit();
  });
}"""
"""As the telephone does it when something is shared with the installed app."""
EMAIL = "walker@example.org"
SENT = "Στάλθηκαν από εδώ"


@dataclass
class Walker:
    """Somebody on the road, with a telephone that has been on the pages before."""

    context: BrowserContext
    page: Page
    url: str

    def lose_connection(self) -> None:
        self.context.set_offline(True)

    def find_connection(self) -> None:
        self.context.set_offline(False)

    def open(self, path: str = "/report/device/") -> None:
        self.page.goto(self.url + path)

    def write(
        self, text: str, *, photos: int = 2, contact: str = "email", value: str = EMAIL
    ) -> None:
        page = self.page
        page.fill("#id_text", text)
        page.fill("#id_q", "skala ere")
        page.locator("[name=place]").first.check()
        files = [
            FilePayload(name=f"{number}.jpg", mimeType="image/jpeg", buffer=photo())
            for number in range(photos)
        ]
        page.set_input_files("#id_photos", files)
        expect(page.locator("[data-photo-list] li")).to_have_count(photos)
        page.check(f"[name=contact][value={contact}]")
        page.fill(f"#id_{contact}", value)

    def keep(self) -> None:
        self.page.get_by_role("button", name="Αποστολή στον Δήμο").click()

    def number(self) -> str:
        """Wait for the number on the list, and return it."""
        expect(self.page.get_by_role("heading", name=SENT)).to_be_visible(timeout=20_000)
        link = self.page.locator("[data-part=sent] a").first.get_attribute("href") or ""
        _, _, year, serial, *_ = link.split("/")
        return f"{year}/{serial}"

    def kept(self) -> list[dict[str, Any]]:
        reports: list[dict[str, Any]] = json.loads(self.page.evaluate(KEPT))
        return reports


@pytest.fixture
def open_walker(system: System, new_context: NewContext) -> Walker:
    """A browser without a service worker, whose every request the test can cut."""
    context = new_context(viewport={"width": 375, "height": 800}, service_workers="block")
    return Walker(context, context.new_page(), system.url)


def sent_with(text: str) -> ServiceRequest:
    """The one request that came of it; more than one would be an error."""
    return ServiceRequest.objects.get(description=text)


@pytest.fixture
def walker(system: System, new_context: NewContext) -> Iterator[Walker]:
    context = new_context(viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto(system.url + "/report/what/")
    page.evaluate(SERVED)
    yield Walker(context, page, system.url)
    context.set_offline(False)


def test_a_report_written_without_a_connection_is_sent_once_when_it_returns(
    walker: Walker,
) -> None:
    text = "Κάηκε η λάμπα στον δρόμο για το κάστρο"
    walker.lose_connection()
    walker.open("/report/what/")  # whatever page was wanted
    expect(walker.page.get_by_text("Δεν υπάρχει σύνδεση.")).to_be_visible()
    assert_accessible(walker.page)
    walker.write(text)
    assert_accessible(walker.page)
    walker.keep()

    expect(walker.page.locator("[data-part='queued opened']")).to_contain_text("2 φωτογραφίες")
    assert_accessible(walker.page)
    assert not ServiceRequest.objects.filter(description=text).exists()

    walker.find_connection()
    number = walker.number()

    service_request = sent_with(text)
    assert service_request.number == number
    assert service_request.photos.count() == 2
    assert service_request.reporter.email == EMAIL
    assert service_request.place is not None
    assert_accessible(walker.page)
    walker.page.get_by_role("link", name="Σκάλα Ερεσού").click()
    expect(walker.page.locator(".nr")).to_have_text(number)


def test_nothing_of_the_person_stays_on_the_device_after_sending(walker: Walker) -> None:
    walker.open()
    walker.write("Γεμάτος κάδος δίπλα στο σχολείο")
    walker.keep()
    walker.number()

    (report,) = walker.kept()
    assert set(report) == {"key", "title", "written", "state", "number", "url", "arrived"}
    assert EMAIL not in json.dumps(report)


def test_an_upload_that_is_cut_goes_on_where_it_stopped(open_walker: Walker) -> None:
    walker = open_walker
    text = "Λακκούβα μετά τη γέφυρα"
    photos: list[str] = []

    def cut_at_the_second(route: Route) -> None:
        photos.append(route.request.url)
        if len(photos) == 2:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    walker.open()
    walker.page.route("**/photos/**", cut_at_the_second)
    walker.write(text)
    with walker.page.expect_event("requestfailed"):
        walker.keep()
    expect(walker.page.get_by_text("Στη συσκευή, δεν στάλθηκε")).to_be_visible()
    assert not ServiceRequest.objects.filter(description=text).exists()

    walker.page.get_by_role("button", name="Δοκιμή αποστολής τώρα").click()
    walker.number()

    assert sent_with(text).photos.count() == 2
    assert [photos.count(photo) for photo in dict.fromkeys(photos)] == [1, 2]


@pytest.mark.parametrize("moment", ["**/photos/**", "**/send/"])
def test_a_page_killed_in_the_middle_is_sent_when_it_is_opened_again(
    open_walker: Walker, moment: str
) -> None:
    walker = open_walker
    text = f"Σπασμένο παγκάκι στην πλατεία {moment}"
    walker.open()
    walker.page.route(moment, lambda _route: None)  # never answered
    walker.write(text)
    with walker.page.expect_request(moment):
        walker.keep()
    walker.page.close()

    walker.page = walker.context.new_page()
    walker.open()
    number = walker.number()

    assert sent_with(text).number == number
    assert sent_with(text).photos.count() == 2


def test_what_is_half_written_is_there_when_the_page_is_opened_again(walker: Walker) -> None:
    walker.lose_connection()
    walker.open()
    walker.write("Μισή κουβέντα", photos=1)
    wait_until(lambda: walker.kept()[0]["answers"]["email"] == EMAIL)
    walker.page.close()

    walker.page = walker.context.new_page()
    walker.open()

    expect(walker.page.locator("#id_text")).to_have_value("Μισή κουβέντα")
    expect(walker.page.locator("#id_email")).to_have_value(EMAIL)
    expect(walker.page.locator("[name=place]").first).to_be_checked()
    expect(walker.page.locator("[data-photo-list] li")).to_have_count(1)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Σκάλα Ερεσού παραλία", "Σκάλα Ερεσού"),
        ("κοντά στην πλατεία Μυτιλήνης", "Μυτιλήνη"),
        ("Μόλυβος", "Μήθυμνα"),
        ("mitilini", "Μυτιλήνη"),
    ],
)
def test_a_place_is_found_on_the_device_among_other_words(
    walker: Walker, typed: str, name: str
) -> None:
    walker.lose_connection()
    walker.open()

    walker.page.fill("#id_q", typed)

    expect(walker.page.locator("[data-places] b").first).to_have_text(name)


def test_words_that_name_no_place_are_told_what_to_do(walker: Walker) -> None:
    walker.open()

    walker.page.fill("#id_q", "κοντά στην εκκλησία")

    expect(walker.page.locator("[data-no-place]")).to_contain_text("Γράψτε μόνο το χωριό")


def test_two_tabs_and_the_worker_send_one_report(walker: Walker) -> None:
    text = "Νερά από σπασμένο σωλήνα στο πεζοδρόμιο"
    walker.lose_connection()
    walker.open()
    walker.write(text, photos=1)
    walker.keep()
    expect(walker.page.locator("[data-part='queued opened'] li")).to_have_count(1)
    other = walker.context.new_page()
    other.goto(walker.url + "/report/device/")

    walker.find_connection()
    for page in (walker.page, other):
        expect(page.get_by_role("heading", name=SENT)).to_be_visible(timeout=20_000)

    assert sent_with(text).photos.count() == 1


def test_what_the_server_refuses_is_corrected_in_the_pages_and_sent(walker: Walker) -> None:
    text = "Καμένη λάμπα έξω από το ιατρείο"
    walker.open()
    walker.write(text, contact="phone", value="12345678901234567890")
    walker.keep()
    refused = walker.page.locator("[data-part=refused]")
    expect(refused).to_contain_text("Γράψτε το τηλέφωνο με δέκα ψηφία", timeout=20_000)
    assert_accessible(walker.page)

    refused.get_by_role("button", name="Αλλαγή και αποστολή").click()
    walker.page.wait_for_url("**/report/details/")
    walker.page.fill("#id_phone", "6912345678")
    visitor = Visitor(walker.page, walker.url)
    visitor.go_on()
    number = visitor.send()

    assert sent_with(text).number == number
    walker.open()
    assert walker.number() == number
    assert "6912345678" not in json.dumps(walker.kept())


def test_what_the_worker_sends_is_said_on_the_page_that_is_open(walker: Walker) -> None:
    text = "Φωλιά σφηκών στην παιδική χαρά"
    reader = walker.context.new_page()
    reader.goto(walker.url + "/")
    walker.lose_connection()
    walker.open()
    walker.write(text, photos=1)
    walker.keep()
    expect(walker.page.locator("[data-part='queued opened'] li")).to_have_count(1)
    walker.page.close()

    walker.find_connection()

    said = reader.get_by_role("status").filter(has_text="Η αναφορά σας στάλθηκε")
    expect(said).to_be_visible(timeout=20_000)
    number = sent_with(text).number
    expect(said).to_contain_text(number)
    assert_accessible(reader)
    said.get_by_role("link").click()
    expect(reader.locator(".nr")).to_have_text(number)


def test_what_is_shared_without_a_connection_waits_on_the_device(walker: Walker) -> None:
    walker.open("/")
    walker.lose_connection()

    walker.page.evaluate(SHARE, "Σπασμένο κάγκελο")

    expect(walker.page.locator("#id_text")).to_have_value("Σπασμένο κάγκελο")
    expect(walker.page.locator("[data-photo-list] li")).to_have_count(1)
    wait_until(lambda: "raw" not in walker.kept()[0]["photos"][0])


def test_what_is_shared_with_a_connection_stands_in_the_ordinary_pages(walker: Walker) -> None:
    walker.open("/")

    walker.page.evaluate(SHARE, "Σπασμένο κάγκελο στη γέφυρα")

    walker.page.wait_for_url("**/report/what/")
    expect(walker.page.locator("#id_text")).to_have_value("Σπασμένο κάγκελο στη γέφυρα")
    expect(walker.page.locator("#photos-kept [data-photo]")).to_have_count(1)


def test_a_device_without_room_says_so_and_loses_nothing(open_walker: Walker) -> None:
    walker = open_walker
    walker.open()
    walker.page.fill("#id_text", "Πλημμύρισε ο δρόμος")
    wait_until(lambda: bool(walker.kept()))
    quota = {"origin": walker.url, "quotaSize": 1}
    devtools = walker.context.new_cdp_session(walker.page)
    devtools.send("Storage.overrideQuotaForOrigin", quota)

    walker.write("Πλημμύρισε ο δρόμος", photos=0)
    full = walker.page.locator("div[data-full]")
    expect(full).to_contain_text("Η συσκευή γέμισε")
    assert_accessible(walker.page)
    expect(walker.page.locator("#id_text")).to_have_value("Πλημμύρισε ο δρόμος")

    devtools.send("Storage.overrideQuotaForOrigin", {"origin": walker.url})
    walker.keep()
    walker.number()


def test_a_connection_lost_at_the_last_step_loses_nothing(walker: Walker) -> None:
    visitor = Visitor(walker.page, walker.url)
    text = "Κάηκε η λάμπα, και η σύνδεση χάθηκε"
    visitor.describe(text)
    visitor.place()
    visitor.be_told_by_email(EMAIL)

    walker.lose_connection()
    walker.page.locator("form[data-once] button").click()
    expect(walker.page.get_by_role("heading", name="Το κρατήσαμε στη συσκευή σας")).to_be_visible()
    walker.find_connection()
    number = walker.number()

    assert sent_with(text).number == number


def test_a_photo_made_smaller_on_the_phone_keeps_its_place_for_the_asking(walker: Walker) -> None:
    walker.page.set_input_files(
        "#id_photos",
        FilePayload(name="here.jpg", mimeType="image/jpeg", buffer=photo_with_place().getvalue()),
    )
    expect(walker.page.get_by_role("img", name="Η φωτογραφία σας 1")).to_be_visible()

    newest = ReportDraft.objects.latest("changed_at")
    assert newest.photos[0]["point"] == pytest.approx([39.2336, 26.2071], abs=1e-6)
