"""Everything a citizen may come upon, made once: requests in every state, texts of every kind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import Browser, Page, StorageState, expect

from aitima.accounts.models import User
from aitima.catalogue.models import Service
from aitima.geography.models import Place
from aitima.service_requests import actions, links
from aitima.service_requests.models import ServiceRequest
from tests import factories
from tests.browser.citizen import LAMP, Visitor, photo
from tests.browser.letters import code_for, link_for
from tests.support.system import System

EMAIL: Final = "a.very.long.address.of.a.very.patient.citizen@mytilene-lighting.example.org"
FOLLOWER: Final = "follower@example.org"
ASKING: Final = "asking@example.org"
ARABIC: Final = "المصباح أمام المدرسة لا يعمل منذ أسبوع"
UNBROKEN: Final = "Φ" * 2000
AWKWARD: Final = (
    f"The lamp 💡👩‍👩‍👧‍👦 {ARABIC} {UNBROKEN} https://example.org/{'a' * 400} tel. 6900 000 000"
)
SPOT: Final = {"latitude": 39.2336, "longitude": 26.2071}
KALLONI: Final = "5302010101"
DARK: Final = "Όλος ο δρόμος είναι σκοτεινός, πολλές λάμπες μαζί"
SAYS_WHO: Final = "municipal-dues"


@dataclass
class World:
    """What the pages are about, and who looks at them.

    Args:
        paths: of the requests by the state they are in, and of what letters lead to.
        cookies: of each of those who look; a stranger has none.
    """

    paths: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, StorageState | None] = field(default_factory=lambda: {"stranger": None})


def become(page: Page, cookies: StorageState | None) -> None:
    """Look with somebody else's cookies."""
    page.context.clear_cookies()
    if cookies:
        page.context.add_cookies(cookies["cookies"])  # type: ignore[arg-type]


@dataclass(frozen=True)
class Builder:
    browser: Browser
    system: System
    world: World

    def visit(self, who: str, walk: Callable[[Visitor], object]) -> None:
        """Walk as somebody new, whose cookies are kept."""
        allowed: dict[str, Any] = {"geolocation": SPOT, "permissions": ["geolocation"]}
        with self.browser.new_context(**allowed) as context:
            context.add_cookies([{"name": "language", "value": "en", "url": self.system.url}])
            walk(Visitor(context.new_page(), self.system.url))
            self.world.cookies[who] = context.storage_state()

    def keep(self, name: str, url: str) -> None:
        self.world.paths[name] = urlsplit(url).path


def build(browser: Browser, system: System) -> World:
    made = _requests(at=timezone.now())
    paths = {name: f"/requests/{one.number}/" for name, one in made.items()}
    builder = Builder(browser, system, World(paths))
    builder.visit("known", lambda visitor: _know_everything(visitor, builder, made))
    builder.visit("lost", Visitor.describe)
    builder.visit("mistaken", _stop_at_the_details)
    builder.visit("stopped", lambda visitor: _stop_at_the_details(visitor, DARK, "lighting-line"))
    builder.visit("unproved", _stop_at_identity)
    builder.visit("newcomer", lambda visitor: sign_in(visitor, system, "newcomer@example.org"))
    builder.visit("asking", lambda visitor: _ask_only(visitor, builder))
    builder.visit("follower", lambda visitor: _follow(visitor, builder))
    return builder.world


def _know_everything(visitor: Visitor, builder: Builder, made: dict[str, ServiceRequest]) -> None:
    sign_in(visitor, builder.system, EMAIL)
    for one in made.values():
        visitor.open(f"/r/{links.new_link(one, at=timezone.now())}/")
    _to_the_details(visitor)
    visitor.be_told_by_email(EMAIL)
    visitor.send()
    builder.keep("sent", visitor.page.url.removesuffix("received/"))
    _answer_everything(visitor)


def _requests(*, at: datetime) -> dict[str, ServiceRequest]:
    begun = at - timedelta(days=2)
    made = {name: _submitted(begun, **facts) for name, facts in _FACTS.items()}
    head = factories.head(made["received"].unit)
    for name, act in _ACTS.items():
        act(made[name].pk, head, at)
    return made


def _submitted(at: datetime, code: str = "lighting-lamp", **facts: Any) -> ServiceRequest:
    place = Place.objects.get(code=KALLONI)
    known: dict[str, Any] = {
        "description": LAMP,
        "email": EMAIL,
        "area": place.area,
        "place": place,
        **SPOT,
    }
    return factories.submitted(service=Service.objects.get(code=code), at=at, **(known | facts))


_FACTS: Final[dict[str, dict[str, Any]]] = {
    "received": {"description": AWKWARD, "language": "en", "address": UNBROKEN[:300]},
    "asked": {},
    "resolved": {},
    "fixed": {},
    "rejected": {},
    "forwarded": {},
    "withdrawn": {},
    "confidential": {"code": "noise"},
}


def _resolve(pk: int, head: User, at: datetime) -> None:
    actions.take(pk=pk, by=head, at=at)
    actions.resolve(pk=pk, by=head, answer=f"Αλλάξαμε τη λάμπα. {AWKWARD}", at=at)


def _fix(pk: int, head: User, at: datetime) -> None:
    _resolve(pk, head, at)
    actions.confirm(pk=pk, at=at)


_ACTS: Final[dict[str, Callable[[int, User, datetime], object]]] = {
    "asked": lambda pk, head, at: actions.ask(pk=pk, by=head, question=AWKWARD, at=at),
    "resolved": _resolve,
    "fixed": _fix,
    "rejected": lambda pk, head, at: actions.reject(pk=pk, by=head, reason=AWKWARD, at=at),
    "forwarded": lambda pk, head, at: actions.forward(
        pk=pk, by=head, authority="ΔΕΔΔΗΕ", reason=AWKWARD, contact="22510 00 000", at=at
    ),
    "withdrawn": lambda pk, _, at: actions.withdraw(pk=pk, at=at),
}


def sign_in(visitor: Visitor, system: System, email: str) -> None:
    _ask_for_a_link(visitor, email)
    visitor.page.fill("#id_code", code_for(system, email))
    visitor.go_on()


def _ask_for_a_link(visitor: Visitor, email: str) -> None:
    visitor.open("/my/")
    visitor.page.fill("#id_email", email)
    visitor.go_on()


def _to_the_details(visitor: Visitor) -> None:
    page = visitor.page
    visitor.describe(AWKWARD)
    page.locator("[data-locate] button").click()
    expect(page.locator("#point")).not_to_be_empty()
    page.fill("#id_address", UNBROKEN[:300])
    visitor.go_on()
    visitor.open("/report/details/")


def _answer_everything(visitor: Visitor) -> None:
    """A draft with every answer, to look at each of its steps."""
    _to_the_details(visitor)
    lamp: Any = {"name": f"{'lamp' * 40}.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    visitor.page.set_input_files("#id_photos", [lamp, lamp])
    visitor.page.locator("#photos img").nth(1).wait_for()
    visitor.be_told_by_email(EMAIL)
    visitor.page.wait_for_url("**/check/")


def _stop_at_the_details(
    visitor: Visitor, text: str = LAMP, service: str = "lighting-lamp"
) -> None:
    visitor.describe(text, service)
    visitor.place()


def _stop_at_identity(visitor: Visitor) -> None:
    visitor.describe("Μου χρέωσαν λάθος δημοτικά τέλη", service=SAYS_WHO)
    visitor.open("/report/details/")
    visitor.page.fill("#id_name", f"Μαρία {UNBROKEN[:80]}")
    visitor.be_told_by_email("unproved@example.org")


def _follow(visitor: Visitor, builder: Builder) -> None:
    """Two letters, one for each request; the second one is answered, so that it can be stopped."""
    system, paths = builder.system, builder.world.paths
    for nth, name in enumerate(("asked", "received")):
        visitor.open(f"{paths[name]}follow/")
        visitor.page.fill("[name=email]", FOLLOWER)
        visitor.go_on()
        paths[f"confirm {name}"] = link_for(system, FOLLOWER, "/follow/confirm/", nth=nth)
    paths["confirm"] = paths["confirm asked"]
    visitor.open(paths["confirm received"])
    visitor.go_on()
    builder.keep("stop", visitor.page.get_attribute("[href*='/follow/stop/']", "href") or "")
    sign_in(visitor, system, FOLLOWER)


def _ask_only(visitor: Visitor, builder: Builder) -> None:
    _ask_for_a_link(visitor, ASKING)
    builder.keep("open", link_for(builder.system, ASKING, "/my/open/"))
