"""`aitima check`: is the history whole, and does everything that should run, run?"""

from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.utils import timezone

from aitima.notifications import queries
from aitima.runtime import preparing
from aitima.runtime.progress import step
from aitima.service_requests import history

OLDEST_POSTGRESQL: Final = 160000
TOLD_BREAKS: Final = 20


@dataclass(frozen=True)
class Finding:
    passed: bool
    text: str


def check() -> list[Finding]:
    """Look at the database first: with wrong tables nothing else can be asked."""
    tables = _tables()
    if not tables.passed:
        return [_server(), tables]
    return [_server(), tables, _worker(), _messages(), *_history()]


def _server() -> Finding:
    connection.ensure_connection()
    version = connection.pg_version  # type: ignore[attr-defined]
    return Finding(version >= OLDEST_POSTGRESQL, f"PostgreSQL {version // 10000} answers.")


def _tables() -> Finding:
    count = preparing.unapplied_migrations()
    if count:
        return Finding(passed=False, text=f"{count} migrations to apply: run aitima migrate.")
    return Finding(passed=True, text="The tables are up to date.")


def _worker() -> Finding:
    if queries.a_worker_lives(timezone.now()):
        return Finding(passed=True, text="A worker gives signs of life.")
    return Finding(passed=True, text="No worker runs at the moment.")


def _messages() -> Finding:
    age = queries.oldest_unsent_age(timezone.now())
    waiting = f"has waited for {round(age.total_seconds() / 60)} minutes" if age else ""
    return Finding(
        passed=True,
        text=f"The oldest unsent message {waiting}." if age else "All messages are out.",
    )


def _history() -> list[Finding]:
    with step("Verifying the history") as advance:
        breaks = history.verify(progress=advance)
    if not breaks:
        return [Finding(passed=True, text="The history of every request is whole.")]
    told = [f"{found.number}, event {found.sequence}: {found.reason}." for found in breaks]
    more = [f"… and {len(told) - TOLD_BREAKS} more."] if len(told) > TOLD_BREAKS else []
    return [Finding(passed=False, text=line) for line in [*told[:TOLD_BREAKS], *more]]
