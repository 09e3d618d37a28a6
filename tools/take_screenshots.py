"""The pictures of the documentation, taken from a running demonstration.

    make demo                                    in one terminal
    .venv/bin/python tools/take_screenshots.py   in another (or with its address as the argument)

A citizen reports a burnt lamp in Kalloni, its head charges it, the officer plans the day; the
pages are pictured on the way, in each language. The demonstration has two requests more then.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parent.parent
PICTURES: Final = ROOT / "docs" / "screenshots"
PHOTO: Final = "media/photos/demo/lamp-before.jpg"
PASSWORD: Final = "aitima-demo"
DESK: Final = (1280, 800)
PHONE: Final = (375, 812)
ALL_TOGETHER: Final = 1_500_000
QUALITY: Final = 80
ARGUMENTS: Final = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)


@dataclass(frozen=True)
class Words:
    """What the citizen of one language writes."""

    locale: str
    text: str
    address: str
    email: str
    note: str


WORDS: Final = {
    "el": Words(
        "el-GR",
        "Κάηκε η λάμπα στη γωνία, έξω από το σχολείο. Το βράδυ δεν βλέπουμε τίποτα.",
        "Έξω από το 1ο Δημοτικό Σχολείο",
        "politis@example.org",
        "Το συνεργείο θα είναι εκεί το πρωί, με το καλαθοφόρο.",
    ),
    "en": Words(
        "en-GB",
        "The street lamp at the corner outside the school is out. In the evening we see nothing.",
        "Outside the 1st Primary School",
        "citizen@example.org",
        "The crew comes in the morning, with the lift.",
    ),
}


@dataclass(frozen=True)
class Photographer:
    """One language's walk through the pages of a demonstration."""

    browser: Browser
    url: str
    language: str

    @property
    def words(self) -> Words:
        return WORDS[self.language]

    def take_all(self) -> None:
        number, link = self._report()
        self._charge_and_plan(number)
        self._status_page(number, link)
        self._desk(number)
        self._figures()

    @contextmanager
    def page(self, size: tuple[int, int]) -> Iterator[Page]:
        width, height = size
        context = self.browser.new_context(
            locale=self.words.locale, viewport={"width": width, "height": height}
        )
        context.add_cookies([{"name": "language", "value": self.language, "url": self.url}])
        yield context.new_page()
        context.close()

    def _report(self) -> tuple[str, str]:
        """Report the lamp; return the number and the private link."""
        with self.page(DESK) as page:
            self._open(page, "/")
            self._picture(page, "home")
            page.fill("#text", self.words.text)
            self._go_on(page)
            page.check("[name=service][value=lighting-lamp] >> nth=0")
            self._picture(page, "report-what")
            self._go_on(page)
            page.fill("#id_q", "kalloni")
            page.locator("[name=place]").first.check()
            page.fill("#id_address", self.words.address)
            self._picture(page, "report-where")
            self._picture(page, "report-where-phone", PHONE)
            self._go_on(page)
            if photo().exists():
                page.set_input_files("input[type=file]", photo())
                page.locator(".ai-photos img, form img").first.wait_for()
            page.check("[name=contact][value=email]")
            page.fill("#id_email", self.words.email)
            self._go_on(page)
            page.locator("form[data-once] button").click()
            page.wait_for_url("**/received/")
            self._picture(page, "received")
            found = re.search(r"/r/[\w-]+/", page.content())
            return number_in(page.url), found[0] if found else page.url

    def _charge_and_plan(self, number: str) -> None:
        with self._staff("head") as page:
            self._open(page, f"/workspace/requests/{number}/charge/")
            with page.expect_response(re.compile("/charge/$")):
                page.check("[name=unit][value='DTY2.1']")
            page.wait_for_timeout(300)  # its people take the place of the others
            page.locator("#colleagues [name=officer]").first.check()
            self._picture(page, "charge")
            page.locator("form.charging button.go").click()
            page.wait_for_url(f"**/workspace/requests/{number}/")
        with self._staff("officer") as page:
            self._open(page, f"/workspace/requests/{number}/schedule/")
            page.fill("[name=day]", next_working_day().isoformat())
            page.fill("[name=note]", self.words.note)
            page.locator("main form.measure button.btn").first.click()
            page.wait_for_url(f"**/workspace/requests/{number}/")

    def _status_page(self, number: str, link: str) -> None:
        with self.page(DESK) as page:
            self._open(page, link)
            self._open(page, f"/requests/{number}/")
            self._picture(page, "request")
            self._picture(page, "request-phone", PHONE)

    def _desk(self, number: str) -> None:
        with self._staff("head") as page:
            self._open(page, "/workspace/")
            self._picture(page, "queue")
            self._picture(page, "queue-phone", PHONE)
            self._open(page, f"/workspace/requests/{number}/")
            self._picture(page, "request-staff")

    def _figures(self) -> None:
        with self._staff("administration") as page:
            self._open(page, "/workspace/statistics/")
            self._picture(page, "statistics")

    @contextmanager
    def _staff(self, username: str) -> Iterator[Page]:
        with self.page(DESK) as page:
            self._open(page, "/workspace/sign-in/")
            page.fill("[name=username]", username)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url("**/workspace/")
            yield page

    def _open(self, page: Page, path: str) -> None:
        page.goto(self.url + path.removeprefix(self.url))

    def _go_on(self, page: Page) -> None:
        with page.expect_navigation():
            page.locator("main .govgr-btn-primary").first.click()

    def _picture(self, page: Page, name: str, size: tuple[int, int] = DESK) -> None:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        page.wait_for_load_state("load")
        page.wait_for_timeout(300)  # fonts, and the end of every transition
        keep(page.screenshot(animations="disabled"), f"{name}.{self.language}.webp")
        page.set_viewport_size({"width": DESK[0], "height": DESK[1]})


def keep(screenshot: bytes, name: str) -> None:
    """Write it without loss where that is no larger than with."""
    image = Image.open(BytesIO(screenshot)).convert("RGB")
    variants = []
    for options in ({"lossless": True}, {"quality": QUALITY}):
        content = BytesIO()
        image.save(content, "WEBP", method=6, **options)
        variants.append(content.getvalue())
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / name).write_bytes(min(variants, key=len))


def photo() -> Path:
    return Path(os.environ.get("AITIMA_VAR", "var")) / PHOTO


def number_in(url: str) -> str:
    year, serial = re.findall(r"/requests/(\d{4})/(\d+)/", url)[0]
    return f"{year}/{serial}"


def next_working_day() -> date:
    day = date.today() + timedelta(days=1)  # noqa: DTZ011 - the machine's own day is near enough
    while day.weekday() > 4:  # noqa: PLR2004 - Friday
        day += timedelta(days=1)
    return day


def main() -> int:
    parser = argparse.ArgumentParser(description="Take the pictures of the documentation.")
    parser.add_argument("url", nargs="?", default="http://127.0.0.1:8000")
    url = parser.parse_args().url.rstrip("/")
    sys.path.insert(0, str(ROOT))
    from tests.support.browser import executable  # noqa: PLC0415 - the browser that the tests use

    program = executable()
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *sandbox])
        for language in WORDS:
            Photographer(browser, url, language).take_all()
        browser.close()
    total = sum(picture.stat().st_size for picture in PICTURES.glob("*.webp"))
    print(f"{len(list(PICTURES.glob('*.webp')))} pictures, {total // 1000} kB")
    return 0 if total <= ALL_TOGETHER else 1


if __name__ == "__main__":
    sys.exit(main())
