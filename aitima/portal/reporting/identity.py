"""Proof of who reports, kept on the draft: by a letter to the address, or by the State.

Only the server writes it there. It holds for the address it was given for: who changes the
address afterwards proves the new one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aitima.accounts.codes import normal
from aitima.accounts.gsis import Person
from aitima.catalogue.models import Need, Service
from aitima.core import tokens
from aitima.portal.models import ReportDraft
from aitima.portal.reporting import drafts
from aitima.service_requests.models import Reporter

KEY: Final = "verified"
STEP: Final = "portal:report-identity"
CODE_TO: Final = "code_to"
"""Under this name a draft keeps the address of a code that does for a proof of work."""
_ASKING: Final = "asks_identity"

Verification = Reporter.Verification


@dataclass(frozen=True, slots=True)
class Proof:
    """How identity was proved; name and tax number only where the State gave them."""

    by: Verification
    name: str = ""
    tax_number: str = ""


def is_needed(service: Service) -> bool:
    return service.identity == Need.REQUIRED


def is_missing(draft: ReportDraft, service: Service, email: str) -> bool:
    """Whether the report has to pass the identity step before it can be sent."""
    return is_needed(service) and proof_of(draft, email) is None


def proof_of(draft: ReportDraft, email: str) -> Proof | None:
    """The draft's proof, as far as it holds for the address that is in it now."""
    kept: dict[str, Any] = draft.answer(KEY) or {}
    if kept.get("by") == Verification.GSIS:
        return Proof(Verification.GSIS, kept["name"], kept["tax_number"])
    if email and kept.get("by") == Verification.EMAIL and kept["email"] == normal(email):
        return Proof(Verification.EMAIL)
    return None


def has_proof(draft: ReportDraft) -> bool:
    """Whether somebody is known to stand behind the draft, for whatever address.

    That is more than a proof of work tells, and good for one report: it goes with the draft.
    """
    return bool(draft.answer(KEY))


def asking_of(draft: ReportDraft, *, at: datetime) -> str:
    """What tells this draft in letters: not its key, for that opens and sends the report."""
    name: str = draft.answer(_ASKING)
    if not name:
        name = tokens.new_secret()
        drafts.keep(draft, {_ASKING: name}, at=at)
    return name


def asked_by(name: str, *, at: datetime) -> ReportDraft | None:
    """The draft that a letter is about, if it still is one."""
    found = ReportDraft.objects.alive(at=at).filter(**{f"answers__{_ASKING}": name})
    return found.order_by("pk").first()


def keep_email(draft: ReportDraft, email: str, *, at: datetime) -> None:
    proof = {"by": Verification.EMAIL.value, "email": normal(email)}
    drafts.keep(draft, {KEY: proof}, at=at)


def keep_person(draft: ReportDraft, person: Person, *, at: datetime) -> None:
    proof = {
        "by": Verification.GSIS.value,
        "name": person.name,
        "tax_number": person.tax_number,
    }
    drafts.keep(draft, {KEY: proof}, at=at)
