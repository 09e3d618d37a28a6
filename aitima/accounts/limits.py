"""How often somebody may do something: counted in the database, by a keyed hash.

A window begins with the first time and has one row, so that asking and counting are one short
statement. The rows hold no address and no name, need survive no crash, and are swept when over.
`docs/abuse.md` lists the limits; a test compares.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac
from psycopg.types.json import Jsonb

from aitima.accounts.models import LimitCount
from aitima.core.inserting import Along

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many within a window; above `calm`, a proof of work is asked for besides."""

    name: str
    most: int
    window: timedelta
    what: str
    calm: int | None = None


# Generous where an address is counted: all the customers of a mobile network may share one.
LIMITS: Final[Mapping[str, Limit]] = {
    limit.name: limit
    for limit in (
        Limit("report", 120, _HOUR, "reports from one address", calm=30),
        Limit("report-all", 100_000, 10 * _MINUTE, "reports from everywhere", calm=300),
        Limit("report-here", 10, _HOUR, "reports for one e-mail or telephone, from one address"),
        Limit("report-contact", 40, _HOUR, "reports for one e-mail or telephone, from everywhere"),
        Limit("draft", 600, _HOUR, "reports begun from one address"),
        Limit("photos", 300, _HOUR, "uploads of photographs from one address"),
        Limit("proof", 1, _HOUR, "reports by one proof of work"),
        Limit("link-miss", 30, 10 * _MINUTE, "private links from one address that open nothing"),
        Limit("code", 60, _HOUR, "codes by e-mail, asked for from one address"),
        Limit("code-here", 5, _HOUR, "codes to one mailbox, asked for from one address"),
        Limit("code-contact", 20, _HOUR, "codes to a mailbox for a browser that has proved it"),
        Limit("link-mail", 60, _HOUR, "links sent again, asked for from one address"),
        Limit("link-mail-here", 5, _HOUR, "links sent again to one mailbox, from one address"),
        Limit("follow", 60, _HOUR, "requests to follow something, from one address"),
        Limit("follow-here", 10, _HOUR, "requests to follow, for one mailbox from one address"),
        Limit("letter-here", 10, _DAY, "such letters to one mailbox, asked for from one address"),
        Limit("letter-contact", 40, _DAY, "such letters to one mailbox, from everywhere"),
        Limit("number", 120, _HOUR, "requests looked up by number from one address"),
        Limit("support", 60, _HOUR, "times “me too” from one address"),
        Limit("write", 60, _HOUR, "messages about one’s own requests, from one address"),
        Limit("sign-in", 5, 15 * _MINUTE, "tries to sign in by one name from one address"),
        Limit("sign-in-again", 1, _MINUTE, "further tries to sign in"),
    )
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What the count came to.

    `until` is the end of the window; of several limits, of the one that lasts longest.
    """

    allowed: bool
    calm: bool
    until: datetime


class LimitReached(Exception):
    """Too often; answered with a page that says when to try again, see `middleware`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def take(name: str, subject: str, *, at: datetime) -> Taken:
    """Count one more, and say whether it is still allowed.

    Args:
        name: of a limit in `LIMITS`.
        subject: who: a client's address (`http.address_of`), an e-mail, a telephone.
    """
    return take_all((name, subject), at=at)


def take_all(*takings: tuple[str, str], at: datetime) -> Taken:
    """Count for several limits in one statement; allowed if each of them allows it."""
    limits = {_key(name, subject): LIMITS[name] for name, subject in takings}
    counts = _count({key: at + limit.window for key, limit in limits.items()}, at=at)
    over = {key for key, limit in limits.items() if counts[key].taken > _times(limit.most)}
    return Taken(
        allowed=not over,
        calm=all(_is_calm(limit, counts[key].taken) for key, limit in limits.items()),
        until=max(counts[key].until for key in over or limits),
    )


def spend(*takings: tuple[str, str], at: datetime) -> None:
    """Count for each limit, or refuse.

    Raises:
        LimitReached: one of them is used up.
    """
    taken = take_all(*takings, at=at)
    if not taken.allowed:
        raise LimitReached(taken.until)


@dataclass(frozen=True, slots=True)
class Counting:
    """Counting that goes along with another statement, and makes it fail where it is too often.

    `proven`: what asks for a proof of work has got it, so only the limits themselves count.
    """

    takings: Sequence[tuple[str, str]]
    proven: bool

    def along(self, *, at: datetime) -> Along:
        """The part of a statement; beyond a bound the statement ends with a division by zero."""
        limits = sorted((_key(name, subject), LIMITS[name]) for name, subject in self.takings)
        rows = [
            {"key": key, "at": at, "until": at + limit.window, "bound": self._bound(limit)}
            for key, limit in limits
        ]
        return Along(_PARTS, {"limits": Jsonb(rows, dumps=_dumps)})

    def check(self, *, at: datetime) -> bool:
        """Look without counting: False, if a proof of work is wanted for one more.

        Raises:
            LimitReached: one of the limits is used up.
        """
        limits = {_key(name, subject): LIMITS[name] for name, subject in self.takings}
        kept = LimitCount.objects.filter(key__in=limits, until__gt=at).values_list(
            "key", "taken", "until"
        )
        rows = list(kept)
        over = [until for key, taken, until in rows if taken >= _times(limits[key].most)]
        if over:
            raise LimitReached(max(over))
        return all(taken < self._bound(limits[key]) for key, taken, _ in rows)

    def _bound(self, limit: Limit) -> int:
        asks = limit.calm is not None and not self.proven
        return _times(limit.calm if asks and limit.calm else limit.most)


def letter(limit: str, email: str, *, asker: str) -> Iterator[tuple[str, str]]:
    """What to take for a letter that somebody asks for who has not proved the mailbox.

    Most of it is counted for mailbox and asker together, so that who has letters sent to others
    is stopped, and the mailbox's owner, who asks from elsewhere, is not. Only the day's bound is
    for the mailbox alone: it takes several askers to reach it.

    Args:
        limit: `code`, `link-mail` or `follow`.
        asker: a client's address (`http.address_of`).
    """
    yield limit, asker
    for _, mailbox in contacts(limit, email):
        both = f"{mailbox}\n{asker}"
        yield from ((f"{limit}-here", both), ("letter-here", both), ("letter-contact", mailbox))


def report(*reached_by: str, reporter: str) -> Iterator[tuple[str, str]]:
    """What to take for a report that names these contacts, which anybody may write down.

    As with `letter`, the narrow bound is for contact and reporter together.

    Args:
        reached_by: an e-mail, a telephone; what is empty does not count.
        reporter: a client's address (`http.address_of`).
    """
    yield "report", reporter
    yield "report-all", ""
    for contact, subject in contacts("report-contact", *reached_by):
        yield from (("report-here", f"{subject}\n{reporter}"), (contact, subject))


def forget(name: str, subject: str) -> None:
    """Start from nothing again, as after a sign-in that succeeded."""
    LimitCount.objects.filter(key=_key(name, subject)).delete()


def forget_contact(contact: str) -> None:
    """Forget everything that was counted for an e-mail or a telephone."""
    counted = [name for name in LIMITS if name.endswith("-contact")]
    keys = [_key(*taking) for name in counted for taking in contacts(name, contact)]
    LimitCount.objects.filter(key__in=keys).delete()


def sweep(*, at: datetime) -> int:
    """Delete the counts whose window is over; returns how many."""
    deleted, _ = LimitCount.objects.filter(until__lte=at).delete()
    return deleted


def contacts(limit: str, *addresses: str) -> Iterator[tuple[str, str]]:
    """What to take for those contacts that were given; an e-mail in any case is the same one."""
    return ((limit, address.strip().casefold()) for address in addresses if address)


def _times(most: int) -> int:
    return most * settings.LIMITS_TIMES


def _is_calm(limit: Limit, taken: int) -> bool:
    return limit.calm is None or taken <= _times(limit.calm)


def _key(name: str, subject: str) -> str:
    """Keyed, for who was here is personal data and a plain hash of an address is soon guessed."""
    return salted_hmac("aitima.limits", f"{name}\n{subject}", algorithm="sha256").hexdigest()


class _Count(NamedTuple):
    taken: int
    until: datetime


def _count(ends: Mapping[str, datetime], *, at: datetime) -> dict[str, _Count]:
    """Count one more for each key; `ends` says when windows end that begin now.

    Rows are locked in the order of their keys, so that no two statements wait for each other.
    """
    rows = sorted(ends.items())
    values = [value for row in rows for value in row]
    with connection.cursor() as cursor:
        cursor.execute(
            _STATEMENT.format(rows=",".join(["(%s,%s,1)"] * len(rows))), [*values, at, at]
        )
        return {key: _Count(taken, until) for key, taken, until in cursor.fetchall()}


_dumps: Final = partial(json.dumps, default=str)
# One parameter, for psycopg remembers how to read a statement of up to 50.
_PARTS: Final = (
    (
        "bounds",
        (
            "SELECT * FROM jsonb_to_recordset(%(limits)s)"
            " AS t (key text, at timestamptz, until timestamptz, bound int)"
        ),
    ),
    (
        "limits",
        (
            "INSERT INTO accounts_limitcount AS c (key, until, taken)"
            " SELECT key, until, 1 FROM bounds ON CONFLICT (key) DO UPDATE SET"
            " taken = CASE WHEN c.until <= (SELECT min(at) FROM bounds)"
            " THEN 1 ELSE c.taken + 1 END,"
            " until = greatest(c.until, CASE WHEN c.until <= (SELECT min(at) FROM bounds)"
            " THEN excluded.until END)"
            " RETURNING 1 / (c.taken <= (SELECT bound FROM bounds b WHERE b.key = c.key))::int AS w"
        ),
    ),
)
_STATEMENT: Final = (
    "INSERT INTO accounts_limitcount AS c (key, until, taken) VALUES {rows}"
    " ON CONFLICT (key) DO UPDATE SET"
    " taken = CASE WHEN c.until <= %s THEN 1 ELSE c.taken + 1 END,"
    " until = CASE WHEN c.until <= %s THEN excluded.until ELSE c.until END"
    " RETURNING c.key, c.taken, c.until"
)
