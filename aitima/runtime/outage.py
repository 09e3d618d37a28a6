"""The page while the database is away: plain, in both languages, in need of nothing."""

import sys
from functools import cache
from pathlib import Path
from typing import Final

import psycopg
from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error as usual_server_error

# Classes of SQLSTATE: connection exception, insufficient resources, operator intervention.
AWAY: Final = ("08", "53", "57P")
PAGE: Final = Path(__file__).with_name("outage.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an error: 503 and the friendly page where only the database is away, else 500."""
    if is_outage(sys.exception()):
        return outage()
    return usual_server_error(request)


def is_outage(error: BaseException | None) -> bool:
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    cause = error.__cause__
    state = cause.sqlstate if isinstance(cause, psycopg.Error) else None
    return state is None or state.startswith(AWAY)


def outage() -> HttpResponse:
    headers = {"Retry-After": "30", "Cache-Control": "no-store"}
    return HttpResponse(_page(), status=503, headers=headers)


@cache
def _page() -> str:
    return PAGE.read_text(encoding="utf-8")
