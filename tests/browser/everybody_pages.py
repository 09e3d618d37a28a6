"""Every page of the citizens, and every state of it that somebody may come upon.

A page that is not in the table is in nobody's sight: add it, or say why it is no page.
"""

from dataclasses import dataclass
from typing import Final

PRESS: Final = object()
"""What is done with an element instead of writing in it."""

type Doing = tuple[str, object]
SEND: Final = ("main .govgr-btn-primary:visible", PRESS)
BY_EMAIL: Final = ("[name=contact][value=email]", PRESS)
NO_ADDRESS: Final = ("[name=email]:visible", "nobody@")


@dataclass(frozen=True)
class Shown:
    """A page as somebody comes upon it.

    Args:
        who: whose cookies, see `everybody.World`.
        doing: what is written and pressed before one looks, by selectors.
        wrong: whether the page then tells of a mistake in a form.
    """

    path: str
    who: str = "stranger"
    doing: tuple[Doing, ...] = ()
    wrong: bool = False


def mistake(path: str, who: str = "stranger", *doing: Doing) -> Shown:
    return Shown(path, who, (*doing, SEND), wrong=True)


def known(path: str, *doing: Doing) -> Shown:
    return Shown(path, "known", doing)


PUBLIC: Final = ["received", "asked", "resolved", "fixed", "rejected", "forwarded"]
STATES: Final = [*PUBLIC, "withdrawn", "confidential", "sent"]

REPORT: Final = {
    "home": Shown("/"),
    "home, a report begun": known("/"),
    "what": known("/report/what/"),
    "what, nothing written": mistake("/report/what/"),
    "what, an asset nobody knows": Shown("/report/what/?asset=XXX"),
    "where": known("/report/where/"),
    "where, nothing found": known("/report/where/", ("#id_q", "zzzz"), ("[name=find]", PRESS)),
    "where, nothing said": mistake("/report/where/", "lost"),
    "nearby": known("/report/nearby/"),
    "details": known("/report/details/"),
    "details, no address": mistake("/report/details/", "mistaken", BY_EMAIL, NO_ADDRESS),
    "details, stopped": Shown("/report/details/", "stopped", (("[value=no]", PRESS), SEND)),
    "check": known("/report/check/"),
    "check, hidden": known("/report/check/", ("#hiding [name=hide]", PRESS)),
    "code": known("/report/check/code/"),
    "code, no address": mistake("/report/check/code/", "known", NO_ADDRESS),
    "identity": Shown("/report/identity/", "unproved"),
    "identity, no code": mistake("/report/identity/", "unproved", SEND, ("[name=code]", "000000")),
    "device": Shown("/report/device/"),
}

OWN: Final = {
    "received": known("{sent}received/"),
    "received, confidential": known("{confidential}received/"),
    **{f"own, {state}": known(f"{{{state}}}") for state in STATES},
    "no answer": mistake("{asked}", "known"),
    "nothing added": Shown(
        "{received}", "known", (("#add .govgr-btn-primary", PRESS),), wrong=True
    ),
    "not fixed, no reason": mistake("{resolved}", "known"),
    "fixed": known("{fixed}fixed/"),
    "withdraw": known("{received}withdraw/"),
}

PUBLIC_PAGES: Final = {
    "list": Shown("/requests/"),
    "list, nothing found": Shown("/requests/?q=zzzzzzzz&period=week"),
    "list, no number": Shown("/requests/?number=x", wrong=True),
    **{f"public, {state}": Shown(f"{{{state}}}") for state in PUBLIC},
    "no such request": Shown("/requests/2026/999999/"),
    "follow": Shown("{received}follow/"),
    "follow, no address": mistake("{received}follow/", "stranger", NO_ADDRESS),
    "followed": Shown("{received}follow/done/"),
    "follow new ones": Shown("/follow/"),
    "follow new ones, nothing chosen": mistake("/follow/"),
    "follow, letter sent": Shown("/follow/sent/"),
    "follow, confirm": Shown("{confirm}"),
    "follow, stop": Shown("{stop}"),
    "follow, old link": Shown("/follow/confirm/old/"),
}

MY: Final = {
    "sign in": Shown("/my/"),
    "sign in, no address": mistake("/my/", "stranger", NO_ADDRESS),
    "sign in, look at your mail": Shown(
        "/my/", "stranger", (("[name=email]", "somebody@example.org"), SEND)
    ),
    "sign in, wrong code": mistake("/my/code/", "asking", ("[name=code]", "000000")),
    "sign in, by the link": Shown("{open}"),
    "sign in, old link": Shown("/my/open/old/"),
    "my requests": known("/my/"),
    "my requests, none": Shown("/my/", "newcomer"),
    "my requests, followed": Shown("/my/", "follower"),
    "prove it again": known("/my/confirm/?next=my-erase"),
    "prove it again, look at your mail": Shown("/my/confirm/?next=my-erase", "newcomer", (SEND,)),
    "erase": known("/my/erase/"),
    "erase, not sure": mistake("/my/erase/", "known"),
    "erased": Shown("/my/erased/"),
    "link again": Shown("/my/link/"),
    "link again, nothing written": mistake("/my/link/"),
    "link again, sent": Shown("/my/link/sent/"),
}

TEXTS: Final = {
    "services": Shown("/services/"),
    "help": Shown("/help/"),
    "privacy": Shown("/privacy/"),
    "accessibility": Shown("/accessibility/"),
    "terms": Shown("/terms/"),
    "nothing there": Shown("/nothing/"),
}

GROUPS: Final = {
    "the report": REPORT,
    "one's own request": OWN,
    "public": PUBLIC_PAGES,
    "my requests": MY,
    "texts": TEXTS,
}

NOT_PAGES: Final = {
    "figures": "a part of the first page, asked for by its script",
    "report-start": "leads into the report",
    "share": "takes what a telephone shares, and leads into the report",
    "report-places": "a part of the page of the place",
    "report-point": "a part of the page of the place",
    "report-photos": "takes photos, and goes back to their page",
    "report-photo": "a picture",
    "report-identity-open": "leads to the page of the identity",
    "report-gsis": "leads to the State's sign-in",
    "report-gsis-callback": "comes back from the State's sign-in",
    "report-hide": "goes back to the page that sends",
    "device-catalogue": "for a script",
    "device-report": "for a script",
    "device-photo": "for a script",
    "device-send": "for a script",
    "device-open": "leads into the report",
    "service-worker": "a script",
    "manifest": "for the browser",
    "app-icon": "a picture",
    "base-map": "for a script",
    "requests-map": "for a script",
    "requests-feed": "for readers of feeds",
    "request-feed": "for readers of feeds",
    "preview": "a picture",
    "report-again": "leads into the report",
    "receipt": "a PDF, tested with the receipt",
    "answer": "takes the form of the request's page",
    "add": "takes the form of the request's page",
    "thanks": "takes the form of the request's page",
    "not-fixed": "takes the form of the request's page",
    "rating": "takes the form of the page that thanks",
    "take-back": "goes back to the request's page",
    "photo": "a picture",
    "kept-photo": "a picture",
    "support": "goes back to the request's page",
    "private-link": "leads to the request's page",
    "language": "goes back to where one was",
    "my-sign-out": "goes back to the first page",
    "my-settings": "takes the form of the list",
    "my-unfollow": "goes back to the list",
    "my-copy-json": "a file",
    "my-copy-pdf": "a PDF, tested with the copy",
}
