"""Every kind of message: who gets it, and what its words need to know.

All values are plain text in the recipient's language; a Day is an ISO date
("2026-11-27"), a Url begins with http:// or https://. Words marked with "or empty" may
be "" and are then left out. `check` runs when a message is queued, so that a missing
fact fails the test of the action, not the worker at night.

    kind               to        needs, besides CASE
    request_received   citizen   private_url, expected (or empty)
    request_charged    citizen   private_url, unit, expected (or empty)
    question_asked     citizen   private_url, unit, question
    scheduled          citizen   private_url, unit, day, note (or empty)
    reply              citizen   private_url, unit, answer
    resolved           citizen   private_url, unit, answer
    rejected           citizen   private_url, unit, reason
    forwarded          citizen   private_url, authority, contact (or empty), reason
    request_reopened   citizen   private_url, unit, expected (or empty)
    request_withdrawn  citizen   private_url
    private_link       citizen   private_url
    verification_code  citizen   code, proof_url; of CASE municipality and phone alone
    sign_in_link       citizen   the same
    officer_charged    officers  workspace_url, unit, deadline (or empty)
    citizen_answered   officers  workspace_url, unit
    citizen_wrote      officers  workspace_url, unit
    officer_withdrawn  officers  workspace_url, unit
    officer_reopened   officers  workspace_url, unit, deadline (or empty)
    head_reopened      officers  workspace_url, unit, deadline (or empty)
    follow_confirm     follower  followed, confirm_url; instead of CASE municipality and phone
    followed_scheduled follower  public_url, stop_url, day
    followed_resolved  follower  public_url, stop_url
    followed_rejected  follower  public_url, stop_url
    followed_forwarded follower  public_url, stop_url, authority
    followed_reopened  follower  public_url, stop_url
    followed_withdrawn follower  report_url
    followed_new       follower  public_url, stop_url, followed

CASE is number ("2026/004512"), service, place (or empty), municipality (its full
name) and phone (or empty). Taking and starting work send nothing: the status
page shows them, and nobody wants a letter for each. Officers' messages carry nothing the
citizen wrote and no personal data: mail is read on lost telephones too. Followers' carry
what everybody may know: `place` is a settlement, and no link is private but the one that
stops them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy


class Fact(Enum):
    TEXT = auto()
    OPTIONAL_TEXT = auto()
    DAY = auto()
    OPTIONAL_DAY = auto()
    URL = auto()
    SECRET_URL = auto()  # opens something private: forgotten once the message is out
    SECRET_TEXT = auto()  # likewise: a code


class Audience(Enum):
    CITIZEN = auto()
    OFFICERS = auto()
    FOLLOWERS = auto()


@dataclass(frozen=True, slots=True)
class Kind:
    name: Promise  # as the delivery log calls it
    audience: Audience
    needs: Mapping[str, Fact]


class WrongContextError(ValueError):
    """An envelope whose context is not what its kind of message needs."""


CASE: Final = {
    "number": Fact.TEXT,
    "service": Fact.TEXT,
    "place": Fact.OPTIONAL_TEXT,
    "municipality": Fact.TEXT,
    "phone": Fact.OPTIONAL_TEXT,
}


def _to_citizen(name: Promise, **needs: Fact) -> Kind:
    return Kind(name, Audience.CITIZEN, CASE | {"private_url": Fact.SECRET_URL} | needs)


def _proof(name: Promise) -> Kind:
    """A code and a link that prove an address; about no request."""
    facts = {"municipality": Fact.TEXT, "phone": Fact.OPTIONAL_TEXT}
    proofs = {"code": Fact.SECRET_TEXT, "proof_url": Fact.SECRET_URL}
    return Kind(name, Audience.CITIZEN, facts | proofs)


def _to_officers(name: Promise, **needs: Fact) -> Kind:
    facts = CASE | {"workspace_url": Fact.URL, "unit": Fact.TEXT} | needs
    return Kind(name, Audience.OFFICERS, facts)


def _to_followers(name: Promise, **needs: Fact) -> Kind:
    facts = CASE | {"public_url": Fact.URL, "stop_url": Fact.SECRET_URL} | needs
    return Kind(name, Audience.FOLLOWERS, facts)


KINDS: Final[Mapping[str, Kind]] = {
    "request_received": _to_citizen(
        pgettext_lazy("kind of message", "Receipt"), expected=Fact.OPTIONAL_DAY
    ),
    "request_charged": _to_citizen(
        pgettext_lazy("kind of message", "Who handles it"),
        unit=Fact.TEXT,
        expected=Fact.OPTIONAL_DAY,
    ),
    "question_asked": _to_citizen(
        pgettext_lazy("kind of message", "Question"), unit=Fact.TEXT, question=Fact.TEXT
    ),
    "scheduled": _to_citizen(
        pgettext_lazy("kind of message", "Work planned"),
        unit=Fact.TEXT,
        day=Fact.DAY,
        note=Fact.OPTIONAL_TEXT,
    ),
    "reply": _to_citizen(
        pgettext_lazy("kind of message", "Reply"), unit=Fact.TEXT, answer=Fact.TEXT
    ),
    "resolved": _to_citizen(
        pgettext_lazy("kind of message", "Resolved"), unit=Fact.TEXT, answer=Fact.TEXT
    ),
    "rejected": _to_citizen(
        pgettext_lazy("kind of message", "Not accepted"), unit=Fact.TEXT, reason=Fact.TEXT
    ),
    "forwarded": _to_citizen(
        pgettext_lazy("kind of message", "Forwarded"),
        authority=Fact.TEXT,
        contact=Fact.OPTIONAL_TEXT,
        reason=Fact.TEXT,
    ),
    "request_reopened": _to_citizen(
        pgettext_lazy("kind of message", "Reopened"), unit=Fact.TEXT, expected=Fact.OPTIONAL_DAY
    ),
    "request_withdrawn": _to_citizen(pgettext_lazy("kind of message", "Withdrawn")),
    "private_link": _to_citizen(pgettext_lazy("kind of message", "Private link again")),
    "verification_code": _proof(pgettext_lazy("kind of message", "Code for a report")),
    "sign_in_link": _proof(pgettext_lazy("kind of message", "Link for “My requests”")),
    "officer_charged": _to_officers(
        pgettext_lazy("kind of message", "New charge"), deadline=Fact.OPTIONAL_DAY
    ),
    "citizen_answered": _to_officers(pgettext_lazy("kind of message", "The citizen answered")),
    "citizen_wrote": _to_officers(pgettext_lazy("kind of message", "The citizen wrote")),
    "officer_withdrawn": _to_officers(pgettext_lazy("kind of message", "Withdrawn, to the unit")),
    "officer_reopened": _to_officers(
        pgettext_lazy("kind of message", "Reopened, to the unit"), deadline=Fact.OPTIONAL_DAY
    ),
    "head_reopened": _to_officers(
        pgettext_lazy("kind of message", "Reopened, to the head"), deadline=Fact.OPTIONAL_DAY
    ),
    "follow_confirm": Kind(
        pgettext_lazy("kind of message", "Follow: confirmation"),
        Audience.FOLLOWERS,
        {
            "followed": Fact.TEXT,
            "municipality": Fact.TEXT,
            "phone": Fact.OPTIONAL_TEXT,
            "confirm_url": Fact.SECRET_URL,
        },
    ),
    "followed_scheduled": _to_followers(
        pgettext_lazy("kind of message", "Followed: work planned"), day=Fact.DAY
    ),
    "followed_resolved": _to_followers(pgettext_lazy("kind of message", "Followed: resolved")),
    "followed_rejected": _to_followers(pgettext_lazy("kind of message", "Followed: not accepted")),
    "followed_forwarded": _to_followers(
        pgettext_lazy("kind of message", "Followed: forwarded"), authority=Fact.TEXT
    ),
    "followed_reopened": _to_followers(pgettext_lazy("kind of message", "Followed: reopened")),
    "followed_withdrawn": Kind(
        pgettext_lazy("kind of message", "Followed: withdrawn"),
        Audience.FOLLOWERS,
        CASE | {"report_url": Fact.URL},
    ),
    "followed_new": _to_followers(
        pgettext_lazy("kind of message", "Followed: a new request"), followed=Fact.TEXT
    ),
}


def check(template: str, context: Mapping[str, object]) -> None:
    """Raise WrongContextError unless the context is exactly what the kind needs."""
    kind = KINDS.get(template)
    if kind is None:
        raise WrongContextError(f"There is no kind of message called {template!r}.")
    if kind.needs.keys() != context.keys():
        missing = sorted(kind.needs.keys() - context.keys())
        unknown = sorted(context.keys() - kind.needs.keys())
        raise WrongContextError(f"{template}: missing {missing}, unknown {unknown}.")
    for name, fact in kind.needs.items():
        if not _fits(fact, context[name]):
            raise WrongContextError(f"{template}: {name}={context[name]!r} is not {fact.name}.")


_SECRET: Final = (Fact.SECRET_URL, Fact.SECRET_TEXT)


def secrets_of(template: str) -> frozenset[str]:
    needs = KINDS[template].needs
    return frozenset(name for name, fact in needs.items() if fact in _SECRET)


def _fits(fact: Fact, value: object) -> bool:
    if not isinstance(value, str) or "\x00" in value:  # PostgreSQL keeps no NUL
        return False
    match fact:
        case Fact.TEXT | Fact.SECRET_TEXT:
            return value.strip() != ""
        case Fact.OPTIONAL_TEXT:
            return True
        case Fact.DAY:
            return _is_day(value)
        case Fact.OPTIONAL_DAY:
            return value == "" or _is_day(value)
        case Fact.URL | Fact.SECRET_URL:
            return value.startswith(("https://", "http://"))


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
