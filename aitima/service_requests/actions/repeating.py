"""Pressing a button twice: the second press finds that it is done, and does nothing."""

from collections.abc import Sequence

from aitima.service_requests import photos as storage
from aitima.service_requests.models import CitizenMessage, EventKind, Photo, ServiceRequest
from aitima.service_requests.photos import StoredPhoto


class DoneBefore(Exception):
    """The very same was done already: no mistake, and nothing to do."""


def check_new(
    service_request: ServiceRequest,
    kind: EventKind,
    *,
    seen: int | None,
    body: str,
    photos: Sequence[StoredPhoto] = (),
) -> None:
    """Refuse what the citizen has done from this very page already, word for word.

    Another text from the same page is another message: a page may be gone back to.

    Args:
        seen: number of the last event on the page the citizen acted from; None skips the check.

    Raises:
        DoneBefore: an event after `seen` says the same.
    """
    if seen is None:
        return
    since = service_request.events.filter(kind=kind, sequence__gt=seen, by=None)
    for facts in since.values_list("data", flat=True):
        if _body(facts.get("message")) == body and _same(facts.get("photos", ()), photos):
            raise DoneBefore


def _body(key: int | None) -> str:
    found = CitizenMessage.objects.filter(pk=key).first() if key else None
    return found.body if found else ""


def _same(keys: Sequence[int], photos: Sequence[StoredPhoto]) -> bool:
    """Whether these are the same pictures: cleaning makes the same file of the same upload."""
    if len(keys) != len(photos):
        return False
    before = Photo.objects.filter(pk__in=keys).values_list("file", flat=True)
    now = [photo.file for photo in photos]
    return sorted(map(storage.digest, before)) == sorted(map(storage.digest, now))
