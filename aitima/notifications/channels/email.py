"""E-mail over SMTP, through Django's mailer (`EMAIL_URL`)."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from email.headerregistry import Address
from email.utils import parseaddr
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.validators import validate_email

from aitima.notifications.channels.outcomes import Outcome, Verdict

if TYPE_CHECKING:
    from aitima.notifications.models import Delivery

PERMANENT: Final = range(500, 600)


def send(delivery: Delivery) -> Outcome:
    try:
        validate_email(delivery.address)
        words = _hand_over(_mail(delivery))
    except ValidationError:
        return Outcome(Verdict.REFUSED, "This is not an e-mail address.")
    except ValueError as refusal:  # the mail library will not put this into a header
        return Outcome(Verdict.REFUSED, str(refusal))
    except OSError as failure:  # smtplib's errors are of this family too
        return _outcome_of(failure)
    return Outcome(Verdict.ACCEPTED, words)


def _outcome_of(failure: OSError) -> Outcome:
    match failure:
        case smtplib.SMTPRecipientsRefused():
            return _answered(*next(iter(failure.recipients.values())))
        case smtplib.SMTPDataError():
            return _answered(failure.smtp_code, failure.smtp_error)
        case smtplib.SMTPResponseException():
            # About us (greeting, sign-in, sender), not about the message: it can be put right.
            return Outcome(Verdict.TRY_AGAIN, _line(failure.smtp_code, failure.smtp_error))
        case _:  # the server is away, or too slow
            return Outcome(Verdict.TRY_AGAIN, str(failure) or type(failure).__name__)


def _hand_over(mail: EmailMultiAlternatives) -> str:
    mailer = mailers.default
    mailer.open()
    try:
        mailer.send_messages([mail])
        reply = getattr(mailer, "last_reply", None)
        return _line(*reply) if reply else ""
    finally:
        # A stumble at the good-bye must not make an accepted mail count as failed.
        with suppress(OSError):
            mailer.close()


def _mail(delivery: Delivery) -> EmailMultiAlternatives:
    message = delivery.message
    host = urlsplit(settings.SITE_URL).hostname
    mail = EmailMultiAlternatives(
        message.subject,
        message.body_text,
        from_email=_sender(message.context.get("municipality", "")),
        to=[delivery.address],
        headers={
            "Message-ID": f"<{delivery.idempotency_key}@{host}>",
            # One thread per matter: a root nobody sent, the same in every message about it.
            "References": f"<{message.about.replace(':', '.')}@{host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": message.language,
        },
    )
    mail.attach_alternative(message.body_html, "text/html")
    return mail


def _sender(municipality: str) -> str:
    """The configured address; under the municipality's name unless it has a name of its own."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    shown = " ".join((name or municipality).split())
    return str(Address(display_name=shown, addr_spec=address))


def _answered(code: int, words: bytes | str) -> Outcome:
    verdict = Verdict.REFUSED if code in PERMANENT else Verdict.TRY_AGAIN
    return Outcome(verdict, _line(code, words))


def _line(code: int, words: bytes | str) -> str:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"
