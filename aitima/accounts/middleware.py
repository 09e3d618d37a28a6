"""The answer to whoever did something too often."""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from aitima.accounts.limits import LimitReached

_LONG: Final = 90
"""Minutes above which people count in hours."""


class LimitsAnswered:
    """Turn `LimitReached` into a page that says when to try again (429)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, LimitReached):
            return None
        return refused(request, exception.until, at=timezone.now())


def refused(request: HttpRequest, until: datetime, *, at: datetime) -> HttpResponse:
    """The page itself; nothing that was typed before is touched."""
    minutes = max(1, ceil((until - at) / timedelta(minutes=1)))
    hours = ceil(minutes / 60) if minutes > _LONG else 0
    response = render(request, "429.html", {"minutes": minutes, "hours": hours}, status=429)
    response["Retry-After"] = str(minutes * 60)
    response["Cache-Control"] = "no-store"
    if request.headers.get("HX-Request"):  # a part of a page was asked for; show the whole of this
        response["HX-Retarget"] = "#main"
        response["HX-Reselect"] = "#main"
    return response
