"""The end of a request, as the municipality says it."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from aitima.accounts.models import User
from aitima.notifications import outbox
from aitima.service_requests import deadlines, followers, history, messages
from aitima.service_requests.actions.common import announce, begin, respond, tell_citizen
from aitima.service_requests.actions.conversation import keep_answer
from aitima.service_requests.lifecycle import Step
from aitima.service_requests.models import (
    EventKind,
    Photo,
    PublicAnswer,
    ServiceRequest,
)
from aitima.service_requests.permissions import Power
from aitima.service_requests.photos import StoredPhoto


@transaction.atomic
def resolve(
    *,
    pk: int,
    by: User,
    answer: str,
    at: datetime,
    photos: Sequence[StoredPhoto] = (),
    seen: int | None = None,
) -> ServiceRequest:
    """Close a request with an answer, and tell the citizen.

    Takes a key rather than an instance: the row must be read under the lock, or two colleagues
    pressing the button together would both succeed.

    Raises:
        ValidationError: there is no answer.
    """
    service_request, _access = begin(
        pk, by=by, power=Power.WORK, step=Step.RESOLVE, seen=seen, at=at
    )
    # Asked and answered without a charge: whoever resolves it had it in hand at the latest now.
    service_request.charged_at = service_request.charged_at or at
    kept = _close(service_request, PublicAnswer.Purpose.RESOLUTION, answer, by=by, at=at)
    Photo.objects.bulk_create(photo.as_row(pk, Photo.Purpose.AFTER, at=at) for photo in photos)
    _record(service_request, EventKind.RESOLVED, by=by, at=at, answer=kept.pk)
    tell_citizen(service_request, "resolved", at=at, answer=answer)
    return service_request


@transaction.atomic
def reject(
    *, pk: int, by: User, reason: str, at: datetime, seen: int | None = None
) -> ServiceRequest:
    """End a request that the municipality will not carry out, with the reason."""
    service_request, _access = begin(
        pk, by=by, power=Power.DECIDE, step=Step.REJECT, seen=seen, at=at
    )
    kept = _close(service_request, PublicAnswer.Purpose.REJECTION, reason, by=by, at=at)
    _record(service_request, EventKind.REJECTED, by=by, at=at, answer=kept.pk)
    tell_citizen(service_request, "rejected", at=at, reason=reason)
    return service_request


@transaction.atomic
def forward(
    *,
    pk: int,
    by: User,
    authority: str,
    reason: str,
    at: datetime,
    contact: str = "",
    seen: int | None = None,
) -> ServiceRequest:
    """Send a request to the authority that is competent, and tell the citizen which one it is.

    Source: Ν. 2690/1999 art. 4 §1: within three days, and the citizen is told.
    """
    service_request, _access = begin(
        pk, by=by, power=Power.DECIDE, step=Step.FORWARD, seen=seen, at=at
    )
    if not authority.strip():
        raise ValidationError(_("Write which authority it goes to."))
    kept = _close(service_request, PublicAnswer.Purpose.FORWARDING, reason, by=by, at=at)
    facts = {"answer": kept.pk, "authority": authority}
    _record(service_request, EventKind.FORWARDED, by=by, at=at, **facts)
    letter = messages.to_citizen(
        "forwarded", service_request, at=at, authority=authority, contact=contact, reason=reason
    )
    outbox.add(*letter, at=at)
    return service_request


def _close(
    service_request: ServiceRequest,
    purpose: PublicAnswer.Purpose,
    text: str,
    *,
    by: User,
    at: datetime,
) -> PublicAnswer:
    if not text.strip():
        raise ValidationError(_("Write what the citizen should know: nothing ends without a word."))
    service_request.closed_at = at
    deadlines.end_waiting(service_request, at=at)
    respond(service_request, at=at)
    return keep_answer(service_request, purpose, text.strip(), by=by, at=at)


def _record(
    service_request: ServiceRequest,
    kind: EventKind,
    *,
    by: User,
    at: datetime,
    **data: object,
) -> None:
    event = history.record(service_request, kind, at=at, by=by, unit=service_request.unit, **data)
    followers.tell(service_request, event)
    announce(service_request)
