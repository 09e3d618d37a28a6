"""What a citizen may see of a request: all of it, or its public side.

All of it with the private link, or where this browser has proved the request's own address.

The link's secret moves from the address into a signed cookie, so that the page that is bookmarked,
printed or shown around has a clean address.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from aitima.accounts import citizens
from aitima.core import tokens
from aitima.service_requests import links
from aitima.service_requests.models import PrivateLink, Reporter, ServiceRequest

COOKIE: Final = "requests"
LIFETIME: Final = timedelta(days=90)
MOST: Final = 12
_SALT: Final = "aitima.portal.requests"


@dataclass(frozen=True, slots=True)
class Opened:
    """A request as this browser may see it; `secret` is empty where no link opened it."""

    service_request: ServiceRequest
    private: bool
    secret: str


def access_as_citizen(request: HttpRequest, number: str) -> Opened:
    """Fetch a request for its page; "absent" and "not for you" are the same 404.

    Raises:
        Http404: there is none of this number, or it is not public and this browser has no link.
    """
    secret = secrets_of(request).get(number, "")
    at = timezone.now()
    citizen = citizens.signed_in(request, at=at)
    service_request = (
        ServiceRequest.objects.with_names()
        .annotate(
            opened=_opened_by(secret, at=at), own=_sent_from(citizen.email if citizen else "")
        )
        .filter(number=number)
        .first()
    )
    if service_request is None:
        raise Http404
    opened = bool(getattr(service_request, "opened", False))
    private = opened or bool(getattr(service_request, "own", False))
    if not private and not service_request.public:
        raise Http404
    return Opened(service_request, private, secret if opened else "")


def access_own(request: HttpRequest, number: str) -> Opened:
    """Fetch a request that this browser's private link opens, or that came from its address.

    Raises:
        Http404: it does not.
    """
    opened = access_as_citizen(request, number)
    if not opened.private:
        raise Http404
    return opened


def secrets_of(request: HttpRequest) -> dict[str, str]:
    """Number → secret, as the cookie says; each is checked against the database when used."""
    try:
        kept: dict[str, str] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=LIFETIME
        )
    except signing.BadSignature:
        return {}
    return kept


def grant(request: HttpRequest, response: HttpResponse, *, number: str, secret: str) -> None:
    """Let this browser open the request from now on, beside the last few others.

    An empty secret opens nothing, and nothing is kept of it.
    """
    if not secret:
        return
    others = {key: value for key, value in secrets_of(request).items() if key != number}
    kept = dict([*others.items(), (number, secret)][-MOST:])
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=_SALT, compress=True),
        max_age=LIFETIME,
        path="/",  # the pages that grant lie elsewhere, and keep what was granted before
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _opened_by(secret: str, *, at: datetime) -> Any:
    if not secret:
        return Value(value=False)
    return Exists(
        PrivateLink.objects.filter(
            links.lasting(at=at),
            service_request=OuterRef("pk"),
            secret_hash=tokens.hash_secret(secret),
        )
    )


def _sent_from(email: str) -> Any:
    if not email:
        return Value(value=False)
    reporters = Reporter.objects.annotate(address=Lower("email"))
    return Exists(reporters.filter(service_request=OuterRef("pk"), address=email))
