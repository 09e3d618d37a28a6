"""Photographs on their way from an upload to a row: cleaned, stored, then written down."""

import hashlib
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from aitima.core.images import CleanPhoto, clean_photo, thumbnail
from aitima.service_requests.models import Photo


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
    stem = f"photos/{at:%Y/%m/%d}/{secrets.token_urlsafe(16)}"
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


def digest(name: str) -> str:
    """SHA-256 of a stored file; empty where it is gone."""
    try:
        with default_storage.open(name) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _saved(name: str, photo: CleanPhoto) -> str:
    return default_storage.save(name, ContentFile(photo.content))
