"""Photographs on their way from an upload to a row: cleaned, stored, then written down."""

import hashlib
import secrets
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import IO, Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from aitima.core.images import CleanPhoto, clean_photo, thumbnail
from aitima.service_requests.models import Photo

_FOLDER: Final = "photos/{:%Y/%m/%d}"
_FRESH: Final = timedelta(days=2)
_SWEPT: Final = timedelta(days=9)


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """A cleaned photograph in the file storage, not yet part of any request."""

    file: str
    thumbnail: str
    content_type: str
    width: int
    height: int

    def as_row(self, service_request_id: int, purpose: Photo.Purpose, *, at: datetime) -> Photo:
        return Photo(service_request_id=service_request_id, purpose=purpose, at=at, **asdict(self))


def store(upload: IO[bytes], *, at: datetime) -> StoredPhoto:
    """Clean an upload and put it into the storage, under a name that nobody can guess.

    Raises:
        PhotoRefused: it is no photograph we take; the message tells the sender why.
    """
    photo = clean_photo(upload)
    small = thumbnail(photo)
    stem = f"{_FOLDER.format(at)}/{secrets.token_urlsafe(16)}"
    return StoredPhoto(
        file=_saved(f"{stem}.{photo.extension}", photo),
        thumbnail=_saved(f"{stem}-small.{small.extension}", small),
        content_type=photo.content_type,
        width=photo.width,
        height=photo.height,
    )


def discard(photo: StoredPhoto) -> None:
    for name in (photo.file, photo.thumbnail):
        default_storage.delete(name)


def sweep(*, at: datetime, held: Collection[str] = ()) -> int:
    """Delete the files of past days that no request has taken over; returns how many.

    They are left by forms that nobody finished, and by processes that died in between.

    Args:
        held: names of files that something else still needs.
    """
    stored = set(_stored_between(at - _SWEPT, at - _FRESH))
    for field in ("file", "thumbnail"):
        taken = Photo.objects.filter(**{f"{field}__in": stored}).values_list(field, flat=True)
        stored.difference_update(taken)
    left = stored.difference(held)
    for name in left:
        default_storage.delete(name)
    return len(left)


def _stored_between(since: datetime, until: datetime) -> Iterator[str]:
    for days in range((until - since).days + 1):
        folder = _FOLDER.format(since + timedelta(days=days))
        if default_storage.exists(folder):
            yield from (f"{folder}/{name}" for name in default_storage.listdir(folder)[1])


def digest(name: str) -> str:
    """SHA-256 of a stored file; empty where it is gone."""
    try:
        with default_storage.open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _saved(name: str, photo: CleanPhoto) -> str:
    return default_storage.save(name, ContentFile(photo.content))
