"""`/healthz`: whether this installation does its work, for machines and for people in a hurry."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.utils import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aitima.notifications import queries

LONGEST_WAIT: Final = timedelta(minutes=15)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when all is well, and 503 with what is not."""
    del request
    report = examine(at=timezone.now())
    return JsonResponse(report, status=200 if report["status"] == "ok" else 503)


def examine(*, at: datetime) -> dict[str, Any]:
    """Return the state of the database, the workers and the messages, and what is wrong."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        worker = queries.a_worker_lives(at)
        unsent = queries.oldest_unsent_age(at)
    except (DatabaseError, InterfaceError):
        return {"status": "failing", "database": "away", "problems": ["The database is away."]}
    problems = list(_problems(worker=worker, unsent=unsent))
    return {
        "status": "failing" if problems else "ok",
        "database": "ok",
        "worker": "ok" if worker else "away",
        "oldest_unsent_message_seconds": round(unsent.total_seconds()) if unsent else None,
        "problems": problems,
    }


def _problems(*, worker: bool, unsent: timedelta | None) -> Iterator[str]:
    if not worker:
        yield "No worker gives a sign of life."
    if unsent is not None and unsent > LONGEST_WAIT:
        minutes = round(unsent.total_seconds() / 60)
        yield f"The oldest unsent message has waited for {minutes} minutes."
