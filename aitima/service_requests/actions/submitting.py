"""Registration: the moment a report becomes a request with a protocol number."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, connection, models, transaction
from django.db.models import Func, Value
from django.utils import timezone

from aitima import live
from aitima.catalogue.models import Asset, RequestKind, Service
from aitima.catalogue.queries import catalogue
from aitima.core import personal_data
from aitima.core.inserting import Along, insert_together
from aitima.core.keys import next_key
from aitima.geography.models import Area, Place
from aitima.notifications import outbox
from aitima.service_requests import deadlines, followers, history, links, messages
from aitima.service_requests.models import (
    Channel,
    EventKind,
    Photo,
    Reporter,
    ServiceRequest,
)
from aitima.service_requests.photos import StoredPhoto


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a citizen tells, checked already by the form that asked.

    `public_text` is the description with what the citizen hides; empty, nothing is hidden. None:
    nobody could be asked, so what looks like personal data is hidden by itself.
    """

    service: Service
    description: str
    submission_key: uuid.UUID
    area: Area | None = None
    place: Place | None = None
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    photos: Sequence[StoredPhoto] = ()
    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = "el"
    channel: Channel = Channel.WEB
    kind: RequestKind | None = None
    public_text: str | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)
    asset: Asset | None = None
    place_is_private: bool = False
    verified_by: Reporter.Verification | None = None
    tax_number: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A registered request, and the secret of a private link to it."""

    service_request: ServiceRequest
    secret: str
    again: bool = False


def submit(report: Report, *, at: datetime, along: Sequence[Along] = ()) -> Submitted:
    """Register a report and tell the citizen.

    The same submission key never makes a second request: a double click, a resent form and
    the back button all end at the first one.

    Args:
        along: what of the caller's is to happen with the registration, or not at all.
    """
    try:
        with _on_its_own():
            return _register(report, at=at, along=along)
    except IntegrityError:
        first = ServiceRequest.objects.filter(submission_key=report.submission_key).first()
        if first is None:
            raise
        return Submitted(first, links.new_link(first, at=at), again=True)


def _on_its_own() -> AbstractContextManager[object]:
    """One statement is a transaction by itself; within another it fails alone by a savepoint."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def _register(report: Report, *, at: datetime, along: Sequence[Along]) -> Submitted:
    """Write everything in one statement, for the number locks the year's counter.

    From the number to the commit nobody waits for this process to get its turn: PostgreSQL does
    both without asking back. Rows that point to the request stand before it, which the deferred
    foreign keys allow.
    """
    service_request = _new_request(report, at=at)
    secret, link = links.made_for(service_request, at=at)
    event = history.next_event(
        service_request,
        EventKind.SUBMITTED,
        at=at,
        unit=service_request.unit,
        channel=report.channel,
    )
    service_request.number = insert_together(
        link,
        event,
        *_reporter(service_request, report),
        *_photos(service_request, report.photos, at=at),
        service_request,
        returning="number",
        along=[*along, *_told(service_request, report, secret, at=at)],
    )
    return Submitted(service_request, secret)


def _new_request(report: Report, *, at: datetime) -> ServiceRequest:
    service = report.service
    may_be_public = service.public and not service.confidential
    return ServiceRequest(
        pk=next_key(ServiceRequest),
        number=next_number(timezone.localtime(at).year),
        kind=report.kind or service.kind,
        service=service,
        description=report.description,
        public_text=_public_text(report) if may_be_public else "",
        attributes=dict(report.attributes),
        asset=report.asset,
        area=report.area,
        place=report.place,
        address=report.address,
        latitude=report.latitude,
        longitude=report.longitude,
        place_is_private=report.place_is_private or service.place_is_private,
        unit=catalogue().unit_for(service, report.area),
        channel=report.channel,
        language=report.language,
        public=may_be_public and not service.checked_first,
        to_be_checked=may_be_public and service.checked_first,
        confidential=service.confidential,
        submitted_at=at,
        updated_at=at,
        due_at=deadlines.target(service, at=at),
        legal_due_on=deadlines.legal(at=at),
        submission_key=report.submission_key,
    )


def _public_text(report: Report) -> str:
    if report.public_text is not None:
        return report.public_text
    return personal_data.public_version(report.description, report.language)


def next_number(year: int) -> Func:
    """The year's next protocol number, drawn by the statement that stores the request.

    The counter's row stays locked until the transaction ends, so numbers have no gaps, also
    when a transaction fails or many citizens send at once.
    """
    return Func(
        Value(year), function="aitima_next_protocol_number", output_field=models.CharField()
    )


def _reporter(service_request: ServiceRequest, report: Report) -> Iterator[Reporter]:
    if report.name or report.email or report.phone:
        yield Reporter(
            service_request_id=service_request.pk,
            name=report.name,
            email=report.email,
            phone=report.phone,
            verified_by=report.verified_by or "",
            tax_number=report.tax_number,
        )


def _photos(
    service_request: ServiceRequest, photos: Sequence[StoredPhoto], *, at: datetime
) -> Iterator[Photo]:
    for photo in photos:
        yield photo.as_row(service_request.pk, Photo.Purpose.REPORT, at=at)


def _told(
    service_request: ServiceRequest, report: Report, secret: str, *, at: datetime
) -> Iterator[Along]:
    """The citizen's receipt, whose number is drawn with the row, and the unit's open pages."""
    if report.email:
        envelope = messages.citizen_envelope(
            "request_received",
            service_request,
            report.email,
            secret,
            expected=messages.expected(service_request, at=at),
            number="…",
        )
        yield outbox.along(envelope, at)
    if service_request.public:
        yield followers.anybody(service_request)
    yield live.along(f"unit:{service_request.unit_id}")
