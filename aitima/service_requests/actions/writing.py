"""What the citizen writes: an answer, something to add, thanks. The private link is the right to.

Photographs come stored already. Those that no row takes over are the caller's to discard.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from aitima.notifications import outbox
from aitima.service_requests import deadlines, history, lifecycle, messages
from aitima.service_requests.actions.common import announce, locked
from aitima.service_requests.actions.repeating import check_new
from aitima.service_requests.lifecycle import Status, Step, TransitionRefused
from aitima.service_requests.models import CitizenMessage, EventKind, Photo, ServiceRequest
from aitima.service_requests.photos import StoredPhoto

Purpose = CitizenMessage.Purpose


@transaction.atomic
def answer_question(
    *,
    pk: int,
    answer: str,
    at: datetime,
    photos: Sequence[StoredPhoto] = (),
    seen: int | None = None,
) -> ServiceRequest:
    """Answer the service's question. The target goes on.

    Raises:
        DoneBefore: the same answer was given from this page.
        TransitionRefused: nothing is asked any more.
    """
    service_request = locked(pk)
    kind = EventKind.CITIZEN_ANSWERED
    check_new(service_request, kind, seen=seen, body=answer, photos=photos)
    service_request.status = lifecycle.check_transition(service_request.state, Step.ANSWER_QUESTION)
    _resume(service_request, at=at)
    facts = keep(service_request, Purpose.ANSWER, answer, photos, at=at)
    history.record(service_request, kind, at=at, **facts)
    _tell(service_request, "citizen_answered", at=at)
    announce(service_request)
    return service_request


@transaction.atomic
def add(
    *,
    pk: int,
    text: str,
    at: datetime,
    photos: Sequence[StoredPhoto] = (),
    seen: int | None = None,
) -> ServiceRequest:
    """Tell the service something more while it has the request.

    Raises:
        DoneBefore: the same was added from this page.
        TransitionRefused: the request has ended.
        ValidationError: there is neither a text nor a photo.
    """
    service_request = locked(pk)
    _write(service_request, Purpose.ADDITION, text, photos, seen=seen, at=at)
    _tell(service_request, "citizen_wrote", at=at)
    announce(service_request)
    return service_request


@transaction.atomic
def thank(
    *,
    pk: int,
    text: str,
    at: datetime,
    photos: Sequence[StoredPhoto] = (),
    seen: int | None = None,
) -> ServiceRequest:
    """Say thank you at the end. The page of the request shows it; nobody gets a letter.

    Raises:
        DoneBefore: the same was said from this page.
        TransitionRefused: the service still works at it, or the citizen has withdrawn it.
        ValidationError: there is neither a text nor a photo.
    """
    service_request = locked(pk)
    _write(service_request, Purpose.THANKS, text, photos, seen=seen, at=at)
    announce(service_request)
    return service_request


def _write(
    service_request: ServiceRequest,
    purpose: CitizenMessage.Purpose,
    text: str,
    photos: Sequence[StoredPhoto],
    *,
    seen: int | None,
    at: datetime,
) -> None:
    kind = EventKind.CITIZEN_WROTE
    check_new(service_request, kind, seen=seen, body=text, photos=photos)
    if service_request.is_open is not (purpose == Purpose.ADDITION):
        raise TransitionRefused(_not_now(service_request))
    if service_request.state == Status.WITHDRAWN:
        raise TransitionRefused(_not_now(service_request))
    if not text and not photos:
        raise ValidationError(_("Write something, or add a photo."))
    facts = keep(service_request, purpose, text, photos, at=at)
    history.record(service_request, kind, at=at, purpose=purpose.value, **facts)


def _not_now(service_request: ServiceRequest) -> str:
    words = _("In the meantime the request has changed: it is now “%(state)s”.")
    return words % {"state": service_request.state.label}


def keep(
    service_request: ServiceRequest,
    purpose: CitizenMessage.Purpose,
    body: str,
    photos: Sequence[StoredPhoto],
    *,
    at: datetime,
) -> dict[str, Any]:
    """Keep what the citizen sent; returns the keys by which the event names it."""
    message = CitizenMessage.objects.create(
        service_request=service_request, purpose=purpose, body=body, at=at
    )
    facts: dict[str, Any] = {"message": message.pk}
    if rows := _keep_photos(service_request, photos, at=at):
        facts["photos"] = [row.pk for row in rows]
    return facts


def _keep_photos(
    service_request: ServiceRequest, photos: Sequence[StoredPhoto], *, at: datetime
) -> list[Photo]:
    """A form that was filled in again may bring a photo that an earlier press has kept."""
    taken = set(service_request.photos.values_list("file", flat=True)) if photos else set()
    return Photo.objects.bulk_create(
        photo.as_row(service_request.pk, Photo.Purpose.ADDED, at=at)
        for photo in photos
        if photo.file not in taken
    )


def _resume(service_request: ServiceRequest, *, at: datetime) -> None:
    deadlines.end_waiting(service_request, at=at)
    if service_request.charged_at is None:
        service_request.status = Status.SUBMITTED


def _tell(service_request: ServiceRequest, template: str, *, at: datetime) -> None:
    people = messages.in_charge(service_request, at=at)
    outbox.add(*messages.to_officers(template, service_request, people), at=at)
