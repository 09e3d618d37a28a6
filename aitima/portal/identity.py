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
from aitima.portal import drafts
from aitima.portal.models import ReportDraft
from aitima.service_requests.models import Reporter

KEY: Final = "verified"
STEP: Final = "portal:report-identity"

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
