"""The one path for many requests at once: written in batches, nobody is told, no number is lost."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from aitima.core.keys import draw
from aitima.service_requests.importing.copying import copy_in
from aitima.service_requests.importing.past import PastRequest, PastStep
from aitima.service_requests.importing.replay import (
    Keys,
    Rows,
    keeps_answer,
    keeps_message,
    keeps_note,
    replay,
)
from aitima.service_requests.models import (
    CitizenMessage,
    InternalNote,
    PublicAnswer,
    ServiceRequest,
)

BATCH: Final = 1000
"""Requests per transaction: also how long, at most, a citizen waits for the year's counter."""

_LOCK: Final = 7_204_618  # one import at a time: both would find the same request missing
_DIGITS: Final = 6


@dataclass(slots=True)
class Written:
    added: int = 0
    unchanged: int = 0


def write(
    past_requests: Iterable[PastRequest], *, progress: Callable[[int], None] | None = None
) -> Written:
    """Write requests that are not here yet, each with its history, in the order of submission.

    Each batch is one transaction, so that what was written stays when a later batch fails; a
    second run passes over it. Protocol numbers follow the last one of their year.

    Raises:
        TransitionRefused: the steps of a request are not a life that a request can have.
    """
    written = Written()
    in_order = sorted(past_requests, key=lambda past: past.submitted_at)
    for batch in batched(in_order, BATCH):
        added = _write_batch(batch)
        written.added += added
        written.unchanged += len(batch) - added
        if progress:
            progress(written.added + written.unchanged)
    return written


@transaction.atomic
def _write_batch(batch: tuple[PastRequest, ...]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    fresh = list(_not_here_yet(batch))
    rows = _replayed(fresh)
    for others in (
        rows.events,
        rows.answers,
        rows.messages,
        rows.notes,
        rows.reporters,
        rows.photos,
    ):
        copy_in(others)
    _number(rows.requests)
    copy_in(rows.requests)
    return len(fresh)


def _not_here_yet(batch: tuple[PastRequest, ...]) -> Iterator[PastRequest]:
    here = set(
        ServiceRequest.objects.filter(
            source__in={past.source for past in batch},
            source_id__in=[past.source_id for past in batch],
        ).values_list("source", "source_id")
    )
    for past in batch:
        identity = (past.source, past.source_id)
        if identity not in here:
            here.add(identity)
            yield past


def _replayed(fresh: list[PastRequest]) -> Rows:
    steps = [step for past in fresh for step in past.steps]
    keys = Keys(
        answers=iter(draw(PublicAnswer, _count(steps, keeps_answer))),
        messages=iter(draw(CitizenMessage, _count(steps, keeps_message))),
        notes=iter(draw(InternalNote, _count(steps, keeps_note))),
    )
    rows = Rows()
    for past, pk in zip(fresh, draw(ServiceRequest, len(fresh)), strict=True):
        replay(past, pk, keys, rows)
    return rows


def _count(steps: Iterable[PastStep], keeps: Callable[[PastStep], bool]) -> int:
    return sum(map(keeps, steps))


def _number(requests: list[ServiceRequest]) -> None:
    """Give the requests, which are in order, the next numbers of their years."""
    years = [timezone.localtime(one.submitted_at).year for one in requests]
    following = {year: iter(_block(year, count)) for year, count in Counter(years).items()}
    for service_request, year in zip(requests, years, strict=True):
        service_request.number = f"{year}/{next(following[year]):0{_DIGITS}d}"


def _block(year: int, count: int) -> range:
    """Take numbers from the year's counter, whose row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO service_requests_protocolcounter AS counter (year, last) VALUES (%s, %s)"
            " ON CONFLICT (year) DO UPDATE SET last = counter.last + excluded.last RETURNING last",
            [year, count],
        )
        (last,) = cursor.fetchone()
    return range(last - count + 1, last + 1)
