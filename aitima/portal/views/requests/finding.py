"""The way to a request by the private link out of a letter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from aitima.portal import access
from aitima.service_requests import links


@require_safe
def private_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Exchange the secret in the address for a cookie on the clean address."""
    service_request = links.opened_by(secret)
    if service_request is None:
        raise Http404
    response = redirect("portal:request", *service_request.number.split("/"))
    access.grant(request, response, number=service_request.number, secret=secret)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
