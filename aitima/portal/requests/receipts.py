"""The receipt (αποδεικτικό καταχώρισης): issuer, date and time, subject and number.

Source: Ν. 2690/1999 art. 12: whoever submits something gets a receipt with these facts. It holds
the citizen's own words too, as they were sent: whoever keeps it can show later what was asked for.
"""

from pathlib import Path
from typing import Any, Final

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from aitima.core import pdf
from aitima.organisation.identity import Identity, identity
from aitima.service_requests.answers import answers
from aitima.service_requests.messages import where
from aitima.service_requests.models import Photo, ServiceRequest

TEMPLATE: Final = Path(__file__).parent / "receipt" / "receipt.typ"


def receipt(service_request: ServiceRequest) -> bytes:
    """A4, tagged (PDF/UA-1), one page but for long texts; the same request, the same bytes."""
    return pdf.render(
        TEMPLATE, _data(service_request), at=service_request.submitted_at.replace(microsecond=0)
    )


def _data(service_request: ServiceRequest) -> dict[str, Any]:
    issuer = identity()
    url = settings.SITE_URL + reverse("portal:request", args=service_request.number.split("/"))
    return {
        "language": get_language() or "el",
        "title": _("Receipt of a request"),
        "issuer": issuer.name,
        "contact": " · ".join(filter(None, (issuer.contact_office, issuer.address, issuer.phone))),
        "mark": _mark(issuer),
        "number_label": _("Protocol number"),
        "number": service_request.number,
        "facts": _facts(service_request),
        "words_label": _("In your own words"),
        "words": service_request.description,
        "law": _law(service_request),
        "qr": _qr(url) if service_request.public else "",
        "qr_alt": _("QR code that opens the page of the request"),
        "qr_text": _("Follow it at"),
        "url": url,
        "note": _("This receipt was issued by the municipality’s system and needs no signature."),
    }


def _facts(service_request: ServiceRequest) -> list[tuple[str, str]]:
    submitted = timezone.localtime(service_request.submitted_at)
    facts = [
        (_("Received"), date_format(submitted, "l j E Y, H:i")),
        (_("Subject"), service_request.service.name),
        (_("Place"), _place(service_request)),
        (_("Handled by"), service_request.unit.name),
    ]
    reporter = getattr(service_request, "reporter", None)
    if reporter is not None and reporter.name:
        facts.insert(1, (_("Submitted by"), reporter.name))
    facts += [(answered.question, answered.answer) for answered in answers(service_request)]
    facts.append((_("Photos"), _photos(service_request)))
    return [(label, value) for label, value in facts if value]


def _photos(service_request: ServiceRequest) -> str:
    """How many were sent with it."""
    count = service_request.photos.filter(purpose=Photo.Purpose.REPORT).count()
    return (
        ngettext("%(count)s photo", "%(count)s photos", count) % {"count": count} if count else ""
    )


def _place(service_request: ServiceRequest) -> str:
    """In words, and as the point that was shown; privately given, so it may be exact."""
    latitude, longitude = service_request.latitude, service_request.longitude
    point = "" if latitude is None or longitude is None else f"({latitude:.5f}, {longitude:.5f})"
    return " ".join(filter(None, (where(service_request), point)))


def _law(service_request: ServiceRequest) -> str:
    reporter = getattr(service_request, "reporter", None)
    if reporter is None or not reporter.name:
        return ""
    day = date_format(service_request.legal_due_on, "j E Y")
    return _(
        "The Municipality owes you an answer within 50 days, by %(day)s (Law 2690/1999, article 4)."
    ) % {"day": day}


def _mark(issuer: Identity) -> str:
    if issuer.drawing is None:
        return ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="-25 -25 1050 {issuer.drawing.height + 50}">'
        f'<path fill="none" stroke="#003375" stroke-width="26" stroke-linejoin="round" '
        f'd="{issuer.drawing.mark}"/></svg>'
    )


def _qr(url: str) -> str:
    return str(segno.make_qr(url, error="m").svg_inline(border=0, dark="#000", svgclass=None))
