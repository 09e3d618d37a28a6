"""Who reaches which page: one row for each address, GET and POST.

A new address without a row fails `test_every_address_stands_in_the_table`.
"""

from dataclasses import dataclass
from typing import Any, Final

from tests.security.roles import IN, MY, NEVER, NO, OK, ROLE, ROLES, VERB


@dataclass(frozen=True)
class Row:
    """An address, and the answers to each role in the order of ROLES."""

    name: str
    get: tuple[str, ...]
    post: tuple[str, ...]
    facts: dict[str, Any]


def all_of(answer: str) -> tuple[str, ...]:
    return (answer,) * len(ROLES)


def only(*roles: str, otherwise: str = NO, then: str = OK) -> tuple[str, ...]:
    return tuple(then if role in roles else otherwise for role in ROLES)


def staff(*roles: str, otherwise: str = NO, then: str = OK) -> tuple[str, ...]:
    """Pages behind the sign-in, for those whose posts let them see requests."""
    outside = {"citizen": IN, "holder": IN, "owner": IN, "system": ROLE}
    return tuple(
        outside.get(role) or answer
        for role, answer in zip(ROLES, only(*roles, otherwise=otherwise, then=then), strict=True)
    )


ANYBODY: Final = all_of(OK)
NOBODY: Final = all_of(NO)
GET_ONLY: Final = all_of(VERB)
HOLDER: Final = only("holder", "owner")
OWNER: Final = only("owner", otherwise=MY)

READERS: Final = ("officer", "head", "director", "administration", "counter", "auditor")
ALL_STAFF: Final = (*READERS, "elsewhere")
HANDLERS: Final = ("officer", "head", "director")
DECIDERS: Final = ("head", "director", "administration")
FIGURES: Final = tuple(
    {"citizen": IN, "holder": IN, "owner": IN}.get(
        role, OK if role in {*DECIDERS, "auditor"} else NEVER
    )
    for role in ROLES
)
SIGNED_IN: Final = only("citizen", "holder", "owner", otherwise=OK, then=IN)
BLOCKERS: Final = tuple(
    IN
    if role in {"citizen", "holder", "owner"}
    else OK
    if role in {"administration", "system"}
    else NEVER
    for role in ROLES
)
BLOCKED_BY_NOBODY: Final = tuple(NO if answer == OK else answer for answer in BLOCKERS)
STAFF_GET_ONLY: Final = staff(otherwise=VERB)


# What only a page of ours may send; without its headers it is refused.
NOT_OURS: Final = all_of(NEVER)
NO_KEY: Final = "00000000-0000-4000-8000-000000000000"


def public(name: str, post: tuple[str, ...] = GET_ONLY, **facts: Any) -> Row:
    return Row(f"portal:{name}", ANYBODY, post, facts)


def own(name: str) -> Row:
    """A page of the citizen who holds the private link."""
    return Row(f"portal:{name}", HOLDER, GET_ONLY, {})


def step(slug: str, *roles: str) -> Row:
    """A form on a request: the others who see the request are told that they may not."""
    answers = _step_answers(roles)
    return Row("workspace:request-step", answers, answers, {"step": slug})


def form(name: str, *roles: str) -> Row:
    answers = _step_answers(roles)
    return Row(f"workspace:{name}", answers, answers, {})


def _step_answers(roles: tuple[str, ...]) -> tuple[str, ...]:
    told = tuple(NEVER if role in READERS else NO for role in ROLES)
    allowed = staff(*roles)
    return tuple(no if answer == NO else answer for no, answer in zip(told, allowed, strict=True))


TABLE: Final = [
    Row("healthz", all_of("503"), GET_ONLY, {}),  # no worker runs in a test
    # The citizens' pages are the same for everybody …
    public("home"),
    public("figures"),
    public("report-start", ANYBODY),
    public("report-what", ANYBODY),
    public("report-where", ANYBODY),
    public("report-places"),
    public("report-point"),
    public("report-nearby", ANYBODY),
    public("report-details", ANYBODY),
    Row("portal:report-photos", GET_ONLY, NOBODY, {}),  # names no step of a report
    Row("portal:report-photo", NOBODY, GET_ONLY, {"photo": "0123456789ab"}),
    public("report-check", ANYBODY),
    Row("portal:report-hide", GET_ONLY, ANYBODY, {}),
    public("report-code", ANYBODY),
    public("device"),
    public("device-catalogue"),
    public("service-worker"),
    public("manifest"),
    Row("portal:app-icon", ANYBODY, GET_ONLY, {"name": "192"}),
    # What a device sends needs its key, and comes from our own pages alone.
    Row("portal:device-report", NOBODY, NOT_OURS, {"key": NO_KEY}),
    Row("portal:device-photo", GET_ONLY, NOT_OURS, {"key": NO_KEY, "photo": NO_KEY}),
    Row("portal:device-send", GET_ONLY, NOT_OURS, {"key": NO_KEY}),
    Row("portal:share", GET_ONLY, NOT_OURS, {}),
    Row("portal:device-open", GET_ONLY, NOT_OURS, {"key": NO_KEY}),
    public("base-map"),
    public("requests"),
    Row("portal:requests-map", all_of("400"), GET_ONLY, {}),  # says no part of the map
    public("requests-feed"),
    public("request-feed"),
    public("preview"),
    public("request"),
    public("follow", ANYBODY),
    public("followed"),
    Row("portal:support", GET_ONLY, ANYBODY, {}),
    public("follow-new", ANYBODY),
    public("follow-sent"),
    Row("portal:follow-confirm", NOBODY, NOBODY, {"secret": "nobodys"}),
    Row("portal:follow-stop", NOBODY, NOBODY, {"token": "nobodys"}),
    public("language", code="en"),
    public("services"),
    public("help"),
    public("privacy"),
    public("accessibility"),
    public("terms"),
    # … also those that lead to one's own requests …
    public("my", ANYBODY),
    Row("portal:my-code", all_of(MY), all_of(MY), {}),  # no letter was asked for
    Row("portal:my-open", NOBODY, NOBODY, {"token": "nobodys"}),
    Row("portal:my-sign-out", GET_ONLY, ANYBODY, {}),
    public("my-link", ANYBODY),
    public("my-link-sent"),
    public("my-erased"),
    public("report-identity", ANYBODY),
    Row("portal:report-identity-open", NOBODY, NOBODY, {"token": "nobodys"}),
    Row("portal:report-gsis", NOBODY, GET_ONLY, {}),  # switched on by its settings
    Row("portal:report-gsis-callback", NOBODY, GET_ONLY, {}),
    Row("portal:my-confirm", all_of(MY), all_of(MY), {}),  # says not what for
    Row("portal:my-settings", GET_ONLY, OWNER, {}),
    Row("portal:my-unfollow", GET_ONLY, only("owner", otherwise=MY, then=NO), {"subscription": 1}),
    Row("portal:my-copy-json", OWNER, GET_ONLY, {}),
    Row("portal:my-copy-pdf", OWNER, GET_ONLY, {}),
    Row("portal:my-erase", OWNER, OWNER, {}),
    # … but for what belongs to the one who holds the private link, or has proved the address.
    public("private-link"),
    own("received"),
    own("receipt"),
    Row("portal:report-again", GET_ONLY, HOLDER, {}),
    public("photo"),  # this one is public
    Row("portal:kept-photo", NOBODY, GET_ONLY, {"token": "nobodys"}),
    Row("portal:answer", GET_ONLY, HOLDER, {}),
    Row("portal:add", GET_ONLY, HOLDER, {}),
    Row("portal:thanks", GET_ONLY, HOLDER, {}),
    Row("portal:withdraw", HOLDER, HOLDER, {}),
    Row("portal:not-fixed", GET_ONLY, HOLDER, {}),
    Row("portal:fixed", HOLDER, HOLDER, {}),
    Row("portal:rating", GET_ONLY, HOLDER, {}),
    Row("portal:take-back", GET_ONLY, HOLDER, {}),
    # The staff's pages
    Row("workspace:sign-in", ANYBODY, ANYBODY, {}),
    Row("workspace:sign-out", GET_ONLY, all_of(IN), {}),
    Row("workspace:password", SIGNED_IN, SIGNED_IN, {}),
    Row("workspace:queue", staff(*ALL_STAFF), STAFF_GET_ONLY, {}),
    Row("workspace:queue-changes", staff(*ALL_STAFF), STAFF_GET_ONLY, {}),
    Row("workspace:request-detail", staff(*READERS), STAFF_GET_ONLY, {}),
    Row("workspace:request-changes", staff(*READERS), STAFF_GET_ONLY, {}),
    Row("workspace:photo", staff(*READERS), STAFF_GET_ONLY, {}),
    Row("workspace:photo-small", staff(*READERS), STAFF_GET_ONLY, {}),
    Row("workspace:blocked", BLOCKERS, BLOCKERS, {}),
    Row("workspace:unblock", BLOCKED_BY_NOBODY, BLOCKED_BY_NOBODY, {"entry": 0}),
    form("request-block", "administration"),
    Row("workspace:kept-photo", staff(), STAFF_GET_ONLY, {"token": "nobodys"}),
    Row(
        "workspace:request-person",
        STAFF_GET_ONLY,
        _step_answers(("officer", "head", "director", "counter")),
        {},
    ),
    form("request-charge", *DECIDERS),
    form("request-resolve", *HANDLERS),
    form("request-reply", *HANDLERS),
    form("request-publication", *HANDLERS),
    form("request-note", *HANDLERS, "administration", "counter"),
    step("take", *HANDLERS),
    step("start", *HANDLERS),
    step("ask", *HANDLERS),
    step("schedule", *HANDLERS),
    step("reject", *DECIDERS),
    step("forward", *DECIDERS),
    step("reopen", *DECIDERS),
    Row("workspace:request-step", staff(), staff(), {"step": "unheard-of"}),
    # The figures are for heads and for the administration; they hold nothing about citizens.
    Row("statistics:overview", FIGURES, GET_ONLY, {}),
    # The demo's inbox does not exist outside the demo.
    Row("demo-inbox:list", NOBODY, NOBODY, {}),
    Row("demo-inbox:mail", NOBODY, NOBODY, {"key": "1"}),
    Row("demo-inbox:html", NOBODY, NOBODY, {"key": "1"}),
]
