"""Who sends: a person in no hurry, or a program. Nobody is turned away without a word."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from aitima.accounts import blocking, limits
from aitima.accounts.http import address_of
from aitima.organisation.identity import identity
from aitima.portal.forms.base import TRAP
from aitima.portal.safety import proof


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


def count_report(
    request: HttpRequest, *, email: str, phone: str, proven: bool, at: datetime
) -> limits.Counting:
    """How to count a report in the statement that registers it.

    Args:
        proven: a code by e-mail or the State's sign-in stands for the proof of work already.

    Raises:
        Objection: the contact is blocked, or (`ProofWanted`) everybody has to prove something.
    """
    if blocking.is_blocked(email, phone):
        raise Objection(_blocked())
    solution = request.POST.get(proof.FIELD, "")
    proven = proven or (bool(solution) and proof.holds(solution, at=at))
    if settings.PROOF_OF_WORK == "always" and not proven:
        raise ProofWanted(_proof_wanted())
    takings = limits.report(email, phone, reporter=address_of(request))
    return limits.Counting(tuple(takings), proven=proven or settings.PROOF_OF_WORK == "never")


def explain(counting: limits.Counting, *, at: datetime) -> None:
    """Say why a report was not registered, if counting was the reason.

    Raises:
        LimitReached: too many came from here, or for this contact.
        ProofWanted: so many came that a proof of work is missing.
    """
    if not counting.check(at=at):
        raise ProofWanted(_proof_wanted())


def _proof_wanted() -> str:
    return _("Very many reports come in just now, so your device first proves its good will.")


def _blocked() -> str:
    return _("We take no reports for this contact here. Call us: %(phone)s") % {
        "phone": identity().phone
    }
