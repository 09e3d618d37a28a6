"""Who sends: a person in no hurry, or a program. Nobody is turned away without a word."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from aitima.accounts import blocking, limits
from aitima.accounts.http import address_of
from aitima.organisation.identity import identity
from aitima.portal import proof
from aitima.portal.forms.base import TRAP


class Objection(Exception):
    """Not sent, and why; the same form comes back, with everything that was in it."""

    status: int = 422

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ProofWanted(Objection):
    """It may be sent with a proof of work, which the page makes by itself."""

    status = 429


def look_at_form(request: HttpRequest, *, begun_at: datetime, at: datetime) -> None:
    """Object to a form that a program filled in.

    The form comes back with the trap empty: a person presses once more, and it goes through.

    Raises:
        Objection: the trap is full, or it took less time than a person needs.
    """
    if request.POST.get(TRAP):
        raise Objection(
            _("It was not sent: a field that stays empty was filled in. Press once more.")
        )
    if at - begun_at < settings.SHORTEST_REPORT:
        raise Objection(_("It was not sent: that was very fast. Look it over, press once more."))


def let_report_pass(request: HttpRequest, *, email: str, phone: str, at: datetime) -> None:
    """Count a report that is about to be registered.

    Raises:
        Objection: the contact is blocked, or (`ProofWanted`) a proof of work is missing.
        LimitReached: too many came from here, or for this contact.
    """
    if blocking.is_blocked(email, phone):
        raise Objection(_blocked())
    taken = limits.take_all(*_counted(request, email, phone), at=at)
    if not taken.allowed:
        raise limits.LimitReached(taken.until)
    if _wants_proof(taken) and not proof.holds(request.POST.get(proof.FIELD, ""), at=at):
        raise ProofWanted(
            _("Very many reports come in just now, so your device first proves its good will.")
        )


def _counted(request: HttpRequest, email: str, phone: str) -> Iterator[tuple[str, str]]:
    yield "report", address_of(request)
    yield "report-all", ""
    yield from limits.contacts("report-contact", email, phone)


def _wants_proof(taken: limits.Taken) -> bool:
    if settings.PROOF_OF_WORK == "auto":
        return not taken.calm
    return bool(settings.PROOF_OF_WORK == "always")


def _blocked() -> str:
    return _("We take no reports for this contact here. Call us: %(phone)s") % {
        "phone": identity().phone
    }
