"""Letters that prove an address."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from aitima.accounts import citizens, codes
from aitima.accounts.http import address_of
from aitima.accounts.limits import contacts, letter, spend
from aitima.core.translated import translate
from aitima.notifications import outbox
from aitima.notifications.outbox import Envelope
from aitima.organisation.queries import municipality

ORIGIN_ALONE: Final = "strict-origin"
"""The Referrer-Policy of a page whose address is a secret and whose form is sent.

By `no-referrer` browsers hide the form's origin too, and so it would count as another site's.
"""


def send_proof(
    request: HttpRequest, purpose: codes.Purpose, email: str, browser: str, *, at: datetime
) -> None:
    """Write a code and a link to the address: known to us or not, it is the very same work.

    To the address that is proved, not as it was typed: `ß` and `ss`, `K` and the Kelvin sign are
    compared alike, and may be two people's mailboxes.

    Raises:
        LimitReached: too many were asked for, from here or for this address; see `limits.letter`.
    """
    email = codes.normal(email)
    here = address_of(request)
    if citizens.has_proved(request, email):  # no stranger: what strangers use up does not bind it
        spend(("code", here), *contacts("code-contact", email), at=at)
    else:
        spend(*letter("code", email, asker=here), at=at)
    language = get_language() or settings.LANGUAGE_CODE
    with transaction.atomic():
        issued = codes.issue(purpose, email, browser, at=at)
        outbox.add(_letter(purpose, email, language, issued), at=at)


def _letter(purpose: codes.Purpose, email: str, language: str, issued: codes.Issued) -> Envelope:
    for_report = purpose == codes.Purpose.REPORT
    page = "portal:report-identity-open" if for_report else "portal:my-open"
    here = municipality()
    return Envelope(
        template="verification_code" if for_report else "sign_in_link",
        to=email,
        language=language,
        about="proof",
        context={
            "municipality": translate(here.names, language=language),
            "phone": here.phone,
            "code": issued.code,
            "proof_url": settings.SITE_URL + reverse(page, args=[issued.token]),
        },
    )
