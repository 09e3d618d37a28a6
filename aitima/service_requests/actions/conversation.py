"""Writing to the citizen, and among colleagues: two functions, two tables, no way between."""

from datetime import datetime

from django.db import transaction

from aitima.accounts.models import User
from aitima.service_requests import history, permissions
from aitima.service_requests.actions.common import (
    announce,
    begin,
    check_seen,
    locked,
    respond,
    tell_citizen,
)
from aitima.service_requests.lifecycle import Step
from aitima.service_requests.models import (
    EventKind,
    InternalNote,
    PublicAnswer,
    ServiceRequest,
)
from aitima.service_requests.permissions import Power


@transaction.atomic
def ask(
    *, pk: int, by: User, question: str, at: datetime, seen: int | None = None
) -> ServiceRequest:
    """Ask the citizen something; the target stands still until the answer."""
    service_request, _access = begin(pk, by=by, power=Power.WORK, step=Step.ASK, seen=seen, at=at)
    service_request.waiting_since = at
    service_request.scheduled_for = None
    respond(service_request, at=at)
    asked = keep_answer(service_request, PublicAnswer.Purpose.QUESTION, question, by=by, at=at)
    history.record(
        service_request,
        EventKind.ASKED,
        at=at,
        by=by,
        unit=service_request.unit,
        answer=asked.pk,
    )
    tell_citizen(service_request, "question_asked", at=at, question=question)
    announce(service_request)
    return service_request


@transaction.atomic
def reply(
    *, pk: int, by: User, answer: str, at: datetime, seen: int | None = None
) -> ServiceRequest:
    """Write to the citizen without changing the state."""
    service_request = locked(pk)
    permissions.check(by, Power.ANSWER, service_request, at=at)
    check_seen(service_request, seen)
    respond(service_request, at=at)
    kept = keep_answer(service_request, PublicAnswer.Purpose.REPLY, answer, by=by, at=at)
    history.record(
        service_request,
        EventKind.ANSWERED,
        at=at,
        by=by,
        unit=service_request.unit,
        answer=kept.pk,
    )
    tell_citizen(service_request, "reply", at=at, answer=answer)
    announce(service_request)
    return service_request


@transaction.atomic
def add_note(*, pk: int, by: User, note: str, at: datetime) -> InternalNote:
    """Write something down for colleagues. It reaches no message and no public page."""
    service_request = locked(pk)
    permissions.check(by, Power.NOTE, service_request, at=at)
    kept = InternalNote.objects.create(service_request=service_request, body=note, by=by, at=at)
    history.record(service_request, EventKind.NOTED, at=at, by=by, note=kept.pk)
    announce(service_request)
    return kept


def keep_answer(
    service_request: ServiceRequest,
    purpose: PublicAnswer.Purpose,
    body: str,
    *,
    by: User,
    at: datetime,
) -> PublicAnswer:
    return PublicAnswer.objects.create(
        service_request=service_request,
        purpose=purpose,
        body=body,
        by=by,
        unit=service_request.unit,
        at=at,
    )
