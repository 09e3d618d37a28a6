"""The photos of a draft: taken in, taken out, each at most once."""

import uuid
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import IO, Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from aitima.core import photo_places
from aitima.core.images import PhotoRefused
from aitima.core.photo_places import Point
from aitima.portal.models import ReportDraft
from aitima.portal.reporting import drafts
from aitima.service_requests import photos

MOST: Final = 5


def add(
    key: uuid.UUID, file: IO[bytes], *, name: str, point: Point | None = None, at: datetime
) -> bool:
    """Add a photo under a name of the caller's; one of this name is there already, or is added.

    Clean first, lock last: drawing a photo anew takes half a second.

    Args:
        point: where it was taken, as the sender says; what the file itself says comes first.

    Returns:
        Whether the draft has it now; it has not where the draft is gone.

    Raises:
        PhotoRefused: it is no photo we take, or there are five already.
    """
    kept = ReportDraft.objects.filter(pk=key).values_list("photos", flat=True).first()
    if kept is None or _has(kept, name):
        return kept is not None
    if len(kept) >= MOST:
        raise PhotoRefused(_("There are five photos already. Remove one to add another."))
    entry = _entry(file, name, point, at=at)
    if not _append(key, entry):
        photos.discard(ReportDraft.stored(entry))
    now = ReportDraft.objects.filter(pk=key).values_list("photos", flat=True).first()
    return now is not None and _has(now, name)


def _entry(file: IO[bytes], name: str, point: Point | None, *, at: datetime) -> dict[str, Any]:
    taken_at = photo_places.point_of(file) or point
    stored = asdict(photos.store(file, at=at))
    return {"id": name, **stored, **({"point": list(taken_at)} if taken_at else {})}


def _append(key: uuid.UUID, entry: dict[str, Any]) -> bool:
    with transaction.atomic():
        draft = drafts.locked(key)
        if draft is None or len(draft.photos) >= MOST or _has(draft.photos, entry["id"]):
            return False
        draft.photos.append(entry)
        draft.save(update_fields=["photos"])
        return True


def remove(key: uuid.UUID, names: Collection[str]) -> None:
    """Take photos out of the draft, and their files out of the storage once that is certain."""
    with transaction.atomic():
        draft = drafts.locked(key)
        if draft is None:
            return
        gone = [kept for kept in draft.photos if kept["id"] in names]
        draft.photos = [kept for kept in draft.photos if kept["id"] not in names]
        draft.save(update_fields=["photos"])
    for kept in gone:
        photos.discard(draft.stored(kept))


def _has(kept: list[dict[str, Any]], name: str) -> bool:
    return any(photo["id"] == name for photo in kept)
