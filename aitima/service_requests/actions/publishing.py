"""Showing a request to the public, or less of it, or nothing: a colleague decides."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from aitima.accounts.models import User
from aitima.service_requests import followers, history, permissions
from aitima.service_requests.actions.common import announce, check_seen, locked
from aitima.service_requests.lifecycle import Status, TransitionRefused
from aitima.service_requests.models import EventKind, Photo, ServiceRequest
from aitima.service_requests.permissions import Power


@transaction.atomic
def publish(
    *,
    pk: int,
    by: User,
    text: str,
    photos: Collection[int],
    at: datetime,
    seen: int | None = None,
) -> ServiceRequest:
    """Show it to everybody, with this text and these photographs of the citizen's.

    The same again with less text or fewer photographs hides what is no longer wanted.

    Args:
        text: what the public reads; the same as the description, nothing of it is hidden.
        photos: keys of the photographs that everybody may see; the others are hidden.

    Raises:
        TransitionRefused: it is confidential or withdrawn, or its personal data were erased.
    """
    service_request = _begin(pk, by, at=at, seen=seen)
    withdrawn = service_request.state == Status.WITHDRAWN
    if service_request.confidential or service_request.erased_at or withdrawn:
        raise TransitionRefused(_("This request can never be public."))
    new = service_request.to_be_checked
    whole = text.split() == service_request.description.split()
    service_request.public_text = "" if whole else text
    _show_photos(service_request, photos)
    _set(service_request, EventKind.PUBLISHED, by, public=True, at=at)
    if new:  # who waits for such requests hears of it only now
        app.configure_task(followers.TASK, queue=followers.QUEUE).defer(pk=pk)
    return service_request


@transaction.atomic
def hide(*, pk: int, by: User, at: datetime, seen: int | None = None) -> ServiceRequest:
    """Take it away from every public page; the citizen's own page says so."""
    service_request = _begin(pk, by, at=at, seen=seen)
    _set(service_request, EventKind.HIDDEN, by, public=False, at=at)
    return service_request


def _begin(pk: int, by: User, *, at: datetime, seen: int | None) -> ServiceRequest:
    service_request = locked(pk)
    permissions.check(by, Power.PUBLISH, service_request, at=at)
    check_seen(service_request, seen)
    return service_request


def _show_photos(service_request: ServiceRequest, shown: Collection[int]) -> None:
    photos = service_request.photos.filter(purpose=Photo.Purpose.REPORT)
    photos.filter(pk__in=shown).update(public=True)
    photos.exclude(pk__in=shown).update(public=False)


def _set(
    service_request: ServiceRequest, kind: EventKind, by: User, *, public: bool, at: datetime
) -> None:
    service_request.public = public
    service_request.to_be_checked = False
    history.record(service_request, kind, at=at, by=by, unit=service_request.unit)
    announce(service_request)
