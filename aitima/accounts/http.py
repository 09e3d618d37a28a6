"""The HTTP request of somebody who has signed in, for the type checker."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from aitima.accounts.models import User


class PageRequest(HttpRequest):
    """An HTTP request as the middleware leaves it."""

    htmx: "HtmxDetails"


class SignedInRequest(PageRequest):
    """An HTTP request behind `login_required`."""

    user: "User"
