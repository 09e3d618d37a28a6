"""When it did not work: plain pages that say what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django's
    """Most often: cookies are off, or the page stood open since yesterday."""
    return render(request, "403_csrf.html", status=403)
