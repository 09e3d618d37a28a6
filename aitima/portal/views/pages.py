"""Pages that explain, and the switch between languages."""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from aitima.catalogue.queries import catalogue

_A_YEAR: Final = 365 * 24 * 3600


@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the language in a cookie and go back to where the reader was."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=_A_YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    everything = catalogue()
    groups = [(group, everything.in_group(group)) for group in everything.groups]
    return render(request, "portal/services.html", {"groups": groups})


@require_safe
def text(request: HttpRequest, name: str) -> HttpResponse:
    """One of the municipality's own texts."""
    return render(request, f"portal/{name}.html", {"text": name})
