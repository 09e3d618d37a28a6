"""The HTTP request: with what the middleware adds, and where it comes from."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest

from aitima.accounts.limits import network

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from aitima.accounts.models import User


class PageRequest(HttpRequest):
    """An HTTP request as the middleware leaves it."""

    htmx: "HtmxDetails"


class SignedInRequest(PageRequest):
    """An HTTP request behind `login_required`."""

    user: "User"


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, for counting; behind a trusted proxy, what the proxy saw.

    A client may have written the list that the proxy adds to, so only the last entry counts.
    """
    if settings.SECURE_PROXY_SSL_HEADER and "HTTP_X_FORWARDED_FOR" in request.META:
        return network(request.META["HTTP_X_FORWARDED_FOR"].rpartition(",")[2].strip())
    return network(str(request.META.get("REMOTE_ADDR", "")))
