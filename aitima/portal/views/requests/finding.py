"""The way to a request by the private link out of a letter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from aitima.accounts import limits
from aitima.accounts.http import address_of
from aitima.portal.requests import access
from aitima.service_requests import links


@require_safe
def private_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Exchange the secret in the address for a cookie on the clean address."""
    at = timezone.now()
    service_request = links.opened_by(secret, at=at)
    if service_request is None:
        limits.spend(("link-miss", address_of(request)), at=at)
        raise Http404
    response = redirect("portal:request", *service_request.number.split("/"))
    access.grant(request, response, number=service_request.number, secret=secret)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
