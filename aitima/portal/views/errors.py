"""When it did not work: plain pages that say what to do."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def server_error(_request: HttpRequest) -> HttpResponse:
    """A mistake of ours, or the database is away; the page needs neither database nor session."""
    away = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    content = render_to_string("500.html", {"away": away})
    response = HttpResponse(content, status=503 if away else 500)
    response["Cache-Control"] = "no-store"
    if away:
        response["Retry-After"] = "60"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's
    """Most often: cookies are off, or the page stood open since yesterday."""
    return render(request, "403_csrf.html", status=403)
