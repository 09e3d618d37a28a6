"""The HTTP request: with what the middleware adds, and where it comes from."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from aitima.core import addresses

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
    """Where a request comes from, for counting; see `addresses.of_client`."""
    remote = str(request.META.get("REMOTE_ADDR", ""))
    return addresses.of_client(remote, request.META.get("HTTP_X_FORWARDED_FOR"))
