"""Who says "me too": a cookie with nothing in it but chance, set when somebody first says so."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from aitima.core import tokens
from aitima.service_requests.followers import supporter_key
from aitima.service_requests.models import ServiceRequest, Support

COOKIE: Final = "me-too"
LIFETIME: Final = timedelta(days=365)
_LONGEST: Final = 40


def device_of(request: HttpRequest) -> str:
    """The key of this browser, or nothing if it never said so."""
    kept = request.COOKIES.get(COOKIE, "")
    return kept if len(kept) <= _LONGEST and kept.isascii() else ""


def new_device() -> str:
    return tokens.new_secret()


def remember(response: HttpResponse, device: str) -> None:
    response.set_cookie(
        COOKIE,
        device,
        max_age=LIFETIME,
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def was_said(request: HttpRequest, service_request: ServiceRequest) -> bool:
    """Whether this browser is counted among those who have the same; asks only those that may."""
    device = device_of(request)
    if not device or not service_request.supporters:
        return False
    key = supporter_key(service_request.pk, device)
    return Support.objects.filter(service_request=service_request, key=key).exists()
