"""A past request played again: the rows its life would have left behind, without its messages."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from aitima.catalogue.queries import catalogue
from aitima.core import personal_data
from aitima.service_requests import deadlines, history, lifecycle
from aitima.service_requests.importing.past import PastReporter, PastRequest, PastStep
from aitima.service_requests.lifecycle import CLOSED, Status, Step
from aitima.service_requests.models import (
    CitizenMessage,
    EventKind,
    InternalNote,
    Photo,
    PublicAnswer,
    Reporter,
    RequestEvent,
    ServiceRequest,
)

_NAMESPACE: Final = uuid.UUID("8d1f6f0c-5a55-4b0e-9c0e-6f3b8d2b7a31")

STEP_OF: Final[Mapping[EventKind, Step]] = {
    EventKind.CHARGED: Step.CHARGE,
    EventKind.TAKEN: Step.TAKE,
    EventKind.STARTED: Step.START,
    EventKind.ASKED: Step.ASK,
    EventKind.CITIZEN_ANSWERED: Step.ANSWER_QUESTION,
    EventKind.SCHEDULED: Step.SCHEDULE,
    EventKind.RESOLVED: Step.RESOLVE,
    EventKind.REJECTED: Step.REJECT,
    EventKind.FORWARDED: Step.FORWARD,
    EventKind.REOPENED: Step.REOPEN,
}

_PURPOSE: Final[Mapping[EventKind, PublicAnswer.Purpose]] = {
    EventKind.ASKED: PublicAnswer.Purpose.QUESTION,
    EventKind.ANSWERED: PublicAnswer.Purpose.REPLY,
    EventKind.RESOLVED: PublicAnswer.Purpose.RESOLUTION,
    EventKind.REJECTED: PublicAnswer.Purpose.REJECTION,
    EventKind.FORWARDED: PublicAnswer.Purpose.FORWARDING,
}

_CITIZENS_PURPOSE: Final[Mapping[EventKind, CitizenMessage.Purpose]] = {
    EventKind.CITIZEN_ANSWERED: CitizenMessage.Purpose.ANSWER,
    EventKind.REOPENED: CitizenMessage.Purpose.NOT_FIXED,
}
_RESPONSES: Final = frozenset({*_PURPOSE, EventKind.SCHEDULED})


@dataclass(frozen=True, slots=True)
class Keys:
    """Where the keys of rows come from that events name."""

    answers: Iterator[int]
    messages: Iterator[int]
    notes: Iterator[int]


@dataclass(slots=True)
class Rows:
    """What is to be written, table by table."""

    requests: list[ServiceRequest] = field(default_factory=list)
    events: list[RequestEvent] = field(default_factory=list)
    answers: list[PublicAnswer] = field(default_factory=list)
    messages: list[CitizenMessage] = field(default_factory=list)
    notes: list[InternalNote] = field(default_factory=list)
    reporters: list[Reporter] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)


def keeps_answer(step: PastStep) -> bool:
    return step.kind in _PURPOSE and step.by is not None and bool(step.text)


def keeps_message(step: PastStep) -> bool:
    return step.kind in _CITIZENS_PURPOSE and step.by is None and bool(step.text)


def keeps_note(step: PastStep) -> bool:
    return (
        step.kind in {EventKind.NOTED, EventKind.CHARGED}
        and step.by is not None
        and bool(step.text)
    )


def replay(past: PastRequest, pk: int, keys: Keys, rows: Rows) -> None:
    """Add the rows of one past request, all but its protocol number.

    Raises:
        TransitionRefused: its steps are not a life that a request can have.
    """
    service_request = _new(past, pk)
    rows.requests.append(service_request)
    rows.events.append(_first_event(past, service_request))
    for step in past.steps:
        _move(service_request, step)
        named = _keep_words(service_request, step, keys, rows)
        rows.events.append(_event(service_request, step, named))
        _keep_photos(rows, pk, step)
    rows.photos.extend(
        photo.as_row(pk, Photo.Purpose.REPORT, at=past.submitted_at) for photo in past.photos
    )
    if past.reporter:
        rows.reporters.append(_reporter(pk, past.reporter))


def _new(past: PastRequest, pk: int) -> ServiceRequest:
    service, at = past.service, past.submitted_at
    last = past.steps[-1].at if past.steps else at
    return ServiceRequest(
        pk=pk,
        kind=past.kind,
        service=service,
        description=past.description,
        public_text=personal_data.public_version(past.description, past.language),
        area=past.area,
        place=past.place,
        address=past.address,
        latitude=past.latitude,
        longitude=past.longitude,
        status=_first_status(past),
        unit=past.unit or catalogue().unit_for(service, past.area),
        channel=past.channel,
        language=past.language,
        public=service.public and not service.confidential and not service.checked_first,
        to_be_checked=service.public and service.checked_first and not service.confidential,
        confidential=service.confidential,
        submitted_at=at,
        updated_at=last,
        due_at=deadlines.target(service, at=at),
        legal_due_on=deadlines.legal(at=at),
        submission_key=uuid.uuid5(_NAMESPACE, f"{past.source}:{past.source_id}"),
        source=past.source,
        source_id=past.source_id,
    )


def _first_status(past: PastRequest) -> Status:
    """What another system handled was in somebody's hands there, whether or not it says whose."""
    handled = past.first == EventKind.IMPORTED and past.steps
    return Status.CHARGED if handled else Status.SUBMITTED


def _first_event(past: PastRequest, service_request: ServiceRequest) -> RequestEvent:
    facts: dict[str, Any] = {"channel": past.channel}
    if past.first == EventKind.IMPORTED:
        facts |= {"source": past.source, "source_id": past.source_id}
    return history.next_event(
        service_request,
        past.first,
        at=past.submitted_at,
        unit=service_request.unit,
        **facts,
    )


def _move(service_request: ServiceRequest, step: PastStep) -> None:
    if step.kind in STEP_OF:
        service_request.status = lifecycle.check_transition(
            service_request.state, STEP_OF[step.kind]
        )
    if step.kind in _RESPONSES and service_request.first_response_at is None:
        service_request.first_response_at = step.at
    _keep_times(service_request, step)
    _keep_hands(service_request, step)


def _keep_times(service_request: ServiceRequest, step: PastStep) -> None:
    if step.kind in {EventKind.CHARGED, EventKind.TAKEN} and service_request.charged_at is None:
        service_request.charged_at = step.at
    if step.kind == EventKind.ASKED:
        service_request.waiting_since = step.at
    if step.kind == EventKind.CITIZEN_ANSWERED:
        _resume(service_request, at=step.at)
    if step.kind == EventKind.REOPENED:
        service_request.closed_at = None
        service_request.times_reopened += 1
        service_request.due_at = deadlines.target(service_request.service, at=step.at)
        service_request.charged_at = service_request.charged_at or step.at
    if service_request.status in CLOSED:
        service_request.closed_at = step.at
        deadlines.end_waiting(service_request, at=step.at)


def _keep_hands(service_request: ServiceRequest, step: PastStep) -> None:
    match step.kind:
        case EventKind.CHARGED:
            service_request.unit = step.unit or service_request.unit
            service_request.officer = step.officer
            service_request.scheduled_for = None
        case EventKind.TAKEN:
            service_request.officer = step.by
        case EventKind.STARTED:
            service_request.officer = service_request.officer or step.by
        case EventKind.SCHEDULED:
            service_request.scheduled_for = step.day
        case EventKind.REOPENED:
            service_request.scheduled_for = None


def _resume(service_request: ServiceRequest, *, at: datetime) -> None:
    deadlines.end_waiting(service_request, at=at)
    if service_request.charged_at is None:
        service_request.status = Status.SUBMITTED


def _event(
    service_request: ServiceRequest, step: PastStep, named: Mapping[str, Any]
) -> RequestEvent:
    facts = dict(named)
    if step.kind == EventKind.CHARGED:
        facts["officer"] = step.officer.pk if step.officer else None
    if step.day:
        facts["day"] = step.day.isoformat()
    if step.authority:
        facts["authority"] = step.authority
    of_citizen = step.kind == EventKind.CITIZEN_ANSWERED
    return history.next_event(
        service_request,
        step.kind,
        at=step.at,
        by=step.by,
        unit=None if of_citizen else service_request.unit,
        **facts,
    )


def _keep_words(
    service_request: ServiceRequest, step: PastStep, keys: Keys, rows: Rows
) -> dict[str, int]:
    """Keep what was written, each voice in its own table; returns the key the event names."""
    words: dict[str, Any] = {
        "service_request": service_request,
        "body": step.text,
        "at": step.at,
    }
    if keeps_answer(step):
        answer = PublicAnswer(
            pk=next(keys.answers),
            purpose=_PURPOSE[step.kind],
            by=step.by,
            unit=service_request.unit,
            **words,
        )
        rows.answers.append(answer)
        return {"answer": answer.pk}
    if keeps_message(step):
        message = CitizenMessage(
            pk=next(keys.messages), purpose=_CITIZENS_PURPOSE[step.kind], **words
        )
        rows.messages.append(message)
        return {"message": message.pk}
    if keeps_note(step):
        note = InternalNote(pk=next(keys.notes), by=step.by, **words)
        rows.notes.append(note)
        return {"note": note.pk} if step.kind == EventKind.NOTED else {}
    return {}


def _keep_photos(rows: Rows, pk: int, step: PastStep) -> None:
    rows.photos.extend(photo.as_row(pk, Photo.Purpose.AFTER, at=step.at) for photo in step.photos)


def _reporter(pk: int, past: PastReporter) -> Reporter:
    return Reporter(service_request_id=pk, name=past.name, email=past.email, phone=past.phone)
