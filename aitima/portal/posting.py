"""Addresses that only take what a form sends, and the people who come to them without one."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

type View = Callable[..., HttpResponse]

PAGE: Final = "text/html"
UNSENT: Final = "unsent"
"""What `?after=` tells a page whose form was just opened by its address."""


def posted_from(page: str, *keys: str, after: str = "") -> Callable[[View], View]:
    """Take POST alone; lead a person who asks by GET to the `page` that holds the form.

    That happens when a page with mistakes in it is loaded again, read in the other language, or
    brought back by a telephone that had put its tab to sleep. Where the page is says nothing about
    whether it exists: that is for the page to say. Whoever does not ask for a page gets the 405.

    Args:
        page: the name of its address.
        keys: which of the view's arguments the address takes.
        after: what the page is told to say.
    """

    def decorate(view: View) -> View:
        posted = require_POST(view)

        @wraps(posted)
        def take(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not _wants_a_page(request):
                return posted(request, *args, **kwargs)
            response = redirect(_address(page, {key: kwargs[key] for key in keys}, after))
            response["Cache-Control"] = "no-store"
            return response

        return take

    return decorate


def _wants_a_page(request: HttpRequest) -> bool:
    """Whether a browser opens the address; browsers name HTML, programs take what they get."""
    return request.method in {"GET", "HEAD"} and PAGE in request.headers.get("Accept", "")


def _address(page: str, facts: dict[str, object], after: str) -> str:
    query = {"after": after} if after else None
    return reverse(page, kwargs=facts, query=query)
