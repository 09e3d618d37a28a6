"""A closed request opens again: the citizen is not content, or a head thinks better of it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from aitima.accounts.models import User
from aitima.notifications import outbox
from aitima.notifications.outbox import Envelope
from aitima.service_requests import deadlines, followers, history, lifecycle, messages
from aitima.service_requests.actions.common import announce, begin, locked
from aitima.service_requests.actions.repeating import check_new
from aitima.service_requests.actions.writing import keep
from aitima.service_requests.lifecycle import Status, Step, TransitionRefused
from aitima.service_requests.models import (
    CitizenMessage,
    EventKind,
    Feedback,
    InternalNote,
    ServiceRequest,
)
from aitima.service_requests.permissions import Power
from aitima.service_requests.photos import StoredPhoto


@transaction.atomic
def reopen(
    *,
    pk: int,
    reason: str,
    at: datetime,
    by: User | None = None,
    photos: Sequence[StoredPhoto] = (),
    seen: int | None = None,
) -> ServiceRequest:
    """Open a closed request again: by a head, or (without `by`) by the citizen: "not fixed".

    The unit that closed it gets it back, and a new target begins. What the citizen says goes to
    the head as well.

    Raises:
        DoneBefore: the citizen has said the same from this page.
        TransitionRefused: it is open, or the citizen's time to say so is over.
    """
    if by is None:
        return _by_citizen(pk, reason.strip(), photos, seen=seen, at=at)
    service_request, _access = begin(
        pk, by=by, power=Power.DECIDE, step=Step.REOPEN, seen=seen, at=at
    )
    _return(service_request, at=at)
    if reason.strip():
        InternalNote.objects.create(
            service_request=service_request, body=reason.strip(), by=by, at=at
        )
    _record(service_request, by=by, at=at, message=None)
    outbox.add(*_to_citizen(service_request, at=at), *_to_officers(service_request, at=at), at=at)
    return service_request


def _by_citizen(
    pk: int, reason: str, photos: Sequence[StoredPhoto], *, seen: int | None, at: datetime
) -> ServiceRequest:
    service_request = locked(pk)
    check_new(service_request, EventKind.REOPENED, seen=seen, body=reason, photos=photos)
    was = service_request.state
    service_request.status = lifecycle.check_transition(was, Step.REOPEN)
    _check_time(service_request, at=at)
    if was == Status.RESOLVED:
        _note_not_fixed(service_request, at=at)
    _return(service_request, at=at)
    facts: dict[str, Any] = {"message": None}
    if reason or photos:
        purpose = CitizenMessage.Purpose.NOT_FIXED
        facts = keep(service_request, purpose, reason, photos, at=at)
    _record(service_request, by=None, at=at, **facts)
    _tell_the_head_too(service_request, at=at)
    return service_request


def _check_time(service_request: ServiceRequest, *, at: datetime) -> None:
    closed_at = service_request.closed_at
    if closed_at is not None and at >= closed_at + deadlines.REOPEN_WITHIN:
        raise TransitionRefused(
            _("A request can be opened again within 30 days of its end. Please send a new report.")
        )


def _note_not_fixed(service_request: ServiceRequest, *, at: datetime) -> None:
    """Whoever said yes and then no has said no; an earlier rating stays with it."""
    Feedback.objects.update_or_create(
        service_request=service_request,
        closing=history.closing_of(service_request),
        defaults={"fixed": False, "at": at},
    )


def _return(service_request: ServiceRequest, *, at: datetime) -> None:
    service_request.closed_at = None
    service_request.scheduled_for = None
    service_request.times_reopened += 1
    service_request.due_at = deadlines.target(service_request.service, at=at)
    service_request.charged_at = service_request.charged_at or at


def _record(
    service_request: ServiceRequest, *, by: User | None, at: datetime, **facts: object
) -> None:
    unit = service_request.unit
    event = history.record(service_request, EventKind.REOPENED, at=at, by=by, unit=unit, **facts)
    followers.tell(service_request, event)
    announce(service_request)


def _tell_the_head_too(service_request: ServiceRequest, *, at: datetime) -> None:
    """The head hears of it in words of its own; who works at it hears that it is back."""
    heads = messages.heads(service_request, at=at)
    outbox.add(
        *_to_citizen(service_request, at=at),
        *messages.to_officers(
            "head_reopened", service_request, heads, deadline=messages.day(service_request.due_at)
        ),
        *_to_officers(service_request, but=heads, at=at),
        at=at,
    )


def _to_citizen(service_request: ServiceRequest, *, at: datetime) -> Iterator[Envelope]:
    expected = messages.expected(service_request, at=at)
    return messages.from_unit("request_reopened", service_request, at=at, expected=expected)


def _to_officers(
    service_request: ServiceRequest, *, at: datetime, but: Sequence[User] = ()
) -> Iterator[Envelope]:
    people = [who for who in messages.in_charge(service_request, at=at) if who not in but]
    deadline = messages.day(service_request.due_at)
    return messages.to_officers("officer_reopened", service_request, people, deadline=deadline)
