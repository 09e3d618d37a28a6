"""The whole story in a real browser, against the whole system: one test, told in order."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from aitima.demo.accounts import ACCOUNTS
from tests.support.system import System

CITIZEN = "maria@example.org"
STORY = "Κάηκε η λάμπα έξω από το σχολείο στην Καλλονή και δεν βλέπουμε τίποτα το βράδυ."
SUBMITTED, RESOLVED = re.compile(r"^\s*Υποβλήθηκαν"), re.compile(r"^\s*Ολοκληρώθηκαν")
ANSWER = "Καλημέρα σας. Το συνεργείο άλλαξε τον λαμπτήρα σήμερα το πρωί."


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "lamp.jpg"
    Image.new("RGB", (1200, 900), "navy").save(path)
    return path


@pytest.fixture
def sign_in(system: System, new_context: Callable[..., BrowserContext]) -> Callable[[str], Page]:
    def enter(username: str) -> Page:
        page = new_context(locale="el-GR").new_page()
        page.goto(f"{system.url}/workspace/sign-in/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", _password(username))
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/workspace/")
        return page

    return enter


@pytest.fixture
def citizen(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context(locale="el-GR", viewport={"width": 375, "height": 800}).new_page()


def test_a_burnt_lamp_in_kalloni_from_the_report_to_the_answer(
    system: System, citizen: Page, sign_in: Callable[[str], Page], photo: Path
) -> None:
    before = _figures(sign_in("administration"), system)

    number = _report(citizen, system, photo)
    _open_status(citizen)
    expect(citizen.get_by_text("Παραλήφθηκε").first).to_be_visible()

    head = sign_in("head")
    _find(head, "ΛΑΜΠΕΣ ΚΑΛΛΟΝΗ", number)
    _charge(head, system, number, to="Ηλεκτρολόγος Συνεργείου")
    expect(citizen.get_by_text("Συνεργείο Ηλεκτρολόγων").first).to_be_visible()

    officer = sign_in("officer")
    _resolve(officer, system, number)
    expect(citizen.get_by_text(ANSWER).first).to_be_visible()
    assert citizen.evaluate("window.stillTheSamePage") is True

    _four_mails_told_it(system, number)
    assert _figures(sign_in("administration"), system) == (before[0] + 1, before[1] + 1)


def _report(page: Page, system: System, photo: Path) -> str:
    page.goto(system.url)
    page.fill("textarea", STORY)
    _continue(page)
    page.get_by_role("radio", name="Καμένος λαμπτήρας").first.check()
    _continue(page)
    page.get_by_label("Χωριό, πόλη ή γειτονιά").fill("καλλον")
    page.get_by_role("radio", name="Καλλονή Δ.Ε. Καλλονής").check()
    page.get_by_label("Οδός και αριθμός").fill("Έξω από το 1ο Δημοτικό")
    _continue(page)
    page.set_input_files("input[type=file]", photo)
    expect(page.get_by_text("Φωτογραφία 1")).to_be_visible()
    page.get_by_role("radio", name="Με e-mail").check()
    page.get_by_label("Το e-mail σας").first.fill(CITIZEN)
    _continue(page)
    page.get_by_role("button", name="Αποστολή").click()
    page.wait_for_url("**/received/")
    return "/".join(re.findall(r"/requests/(\d{4})/(\d{6})/", page.url)[0])


def _continue(page: Page) -> None:
    with page.expect_navigation():
        page.locator("button.govgr-btn-primary").click()


def _open_status(page: Page) -> None:
    page.get_by_role("link", name="Δείτε την πορεία του").click()
    page.evaluate("window.stillTheSamePage = true")


def _find(page: Page, words: str, number: str) -> None:
    """The head finds it with other endings, in capitals and without accents."""
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")
    expect(page.get_by_text(number.partition("/")[2]).first).to_be_visible()


def _charge(page: Page, system: System, number: str, *, to: str) -> None:
    page.goto(f"{system.url}/workspace/requests/{number}/charge/")
    page.get_by_role("radio", name="Συνεργείο Ηλεκτρολόγων").check()
    page.get_by_role("radio", name=to).check()
    page.get_by_role("button", name="Χρέωση").click()
    page.wait_for_url(f"**/workspace/requests/{number}/")


def _resolve(page: Page, system: System, number: str) -> None:
    page.goto(f"{system.url}/workspace/requests/{number}/")
    expect(page.get_by_text(STORY).first).to_be_visible()
    expect(page.locator("main figure img").first).to_be_visible()
    page.goto(f"{system.url}/workspace/requests/{number}/resolve/")
    page.fill("[name=answer]", ANSWER)
    page.locator("form[enctype] button.yes").click()
    page.wait_for_url(f"**/workspace/requests/{number}/")


def _four_mails_told_it(system: System, number: str) -> None:
    mails = [mail for mail in system.wait_for_mails(4) if number in str(mail["subject"])]
    to_citizen = [mail for mail in mails if CITIZEN in str(mail["to"])]
    assert len(mails) == 4
    assert len(to_citizen) == 3
    last = to_citizen[-1].get_body(("plain",))
    assert last is not None
    assert ANSWER in last.get_content()


def _figures(page: Page, system: System) -> tuple[int, int]:
    """Submitted and resolved so far, as the administration's page counts them."""
    page.goto(f"{system.url}/workspace/statistics/")
    rows = page.locator("table.glance tbody tr")
    return _number(rows.filter(has_text=SUBMITTED)), _number(rows.filter(has_text=RESOLVED))


def _number(row: Locator) -> int:
    return int(row.locator("td").first.inner_text().replace(".", ""))


def _password(username: str) -> str:
    return next(account.password for account in ACCOUNTS if account.username == username)
