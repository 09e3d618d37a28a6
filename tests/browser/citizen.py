"""A citizen at a real browser."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw
from playwright.sync_api import Page

A_PERSON_TAKES = 1000  # milliseconds: settings.SHORTEST_REPORT
LAMP = "Κάηκε η λάμπα στη γωνία και είναι σκοτάδι"


@dataclass
class Visitor:
    page: Page
    url: str

    def open(self, path: str) -> None:
        self.page.goto(self.url + path)

    def go_on(self) -> None:
        """Press the page's one green button."""
        self.page.locator("main .govgr-btn-primary").first.click()
        self.page.wait_for_load_state()

    def describe(self, text: str = LAMP, service: str = "lighting-lamp") -> None:
        self.open("/")
        self.page.fill("#text", text)
        self.go_on()
        self.page.check(f"[name=service][value={service}] >> nth=0")
        self.go_on()

    def place(self, letters: str = "kalloni") -> None:
        self.page.fill("#id_q", letters)
        self.page.locator("[name=place]").first.check()
        self.page.fill("#id_address", "Έξω από το σχολείο")
        self.go_on()

    def be_told_by_email(self, email: str = "polites@example.org") -> None:
        self.page.check("[name=contact][value=email]")
        self.page.fill("#id_email", email)
        self.go_on()

    def look_it_over(self) -> None:
        """Take as long as a person: what is filled in within a second comes back."""
        self.page.wait_for_timeout(A_PERSON_TAKES)

    def send(self) -> str:
        """Look it over, send, and return the protocol number."""
        self.look_it_over()
        self.page.locator("form[data-once] button").click()
        self.page.wait_for_url("**/received/")
        return self.page.locator(".nr").inner_text()


def photo() -> bytes:
    image = Image.new("RGB", (800, 600), "#1b2a40")
    ImageDraw.Draw(image).ellipse((340, 80, 460, 150), fill="#ccd")
    content = BytesIO()
    image.save(content, "JPEG")
    return content.getvalue()
