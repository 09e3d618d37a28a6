"""The confirmation, and the receipt."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aitima.core import qr
from aitima.portal.requests import expectation, receipts
from aitima.portal.requests.access import access_own
from aitima.service_requests import links


@require_safe
def received(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    """The confirmation; it stays the same after reloading, for as long as the link holds."""
    opened = access_own(request, f"{year}/{serial}")
    service_request = opened.service_request
    now = timezone.now()
    known = expectation.experience(service_request)
    reporter = getattr(service_request, "reporter", None)
    public_url = settings.SITE_URL + reverse("portal:request", args=[year, serial])
    context = {
        "service_request": service_request,
        "known": known,
        "range": expectation.bar(service_request, known, at=now) if known else None,
        "now": now,
        "reporter": reporter,
        "private_url": links.private_url(opened.secret) if opened.secret else "",
        "qr": qr.svg(public_url, title=_("QR code that opens the page of the request"))
        if service_request.public
        else "",
    }
    response = render(request, "portal/received.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def receipt(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    opened = access_own(request, f"{year}/{serial}")
    content = receipts.receipt(opened.service_request)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="aitima-{year}-{serial}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
