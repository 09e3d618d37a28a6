"""Photographs uploaded with a form that must be filled in again: signed, so that they come back.

The file lies in the storage already; the page carries only its name, and only whoever uploaded it
for this request can hand it in or look at it. What never comes back, `photos.sweep` deletes.
"""

import base64
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.utils.translation import ngettext_lazy

from aitima.core import tokens
from aitima.core.images import PhotoRefused
from aitima.service_requests import photos
from aitima.service_requests.models import ServiceRequest
from aitima.service_requests.photos import StoredPhoto

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST: Final = 5
CITIZEN: Final = "citizen"
_LIFETIME: Final = timedelta(hours=12)
_TOO_MANY: Final = ngettext_lazy(
    "At most %(count)d photograph can be added.",
    "At most %(count)d photographs can be added.",
    "count",
)


def purpose(service_request: ServiceRequest, holder: str) -> str:
    """What a token is good for; `holder` is a user's key, or CITIZEN."""
    return f"kept-photo.{service_request.pk}.{holder}"


def sign(photo: StoredPhoto, purpose: str) -> str:
    facts = json.dumps(asdict(photo)).encode()
    return tokens.sign(base64.urlsafe_b64encode(facts).decode(), purpose=purpose)


def read(token: str, purpose: str) -> StoredPhoto | None:
    try:
        signed = tokens.verify(token, purpose=purpose, max_age=_LIFETIME)
    except tokens.TokenRefused:
        return None
    return StoredPhoto(**json.loads(base64.urlsafe_b64decode(signed)))


class KeptPhotos:
    """The photographs of one form: those that came back with it, and those it has just brought."""

    def __init__(self, purpose: str, *, at: datetime, came_back: Iterable[str] = ()) -> None:
        self.purpose = purpose
        self.at = at
        self.new: list[StoredPhoto] = []
        found = (read(token, purpose) for token in list(came_back)[:MOST])
        self._old = [photo for photo in found if photo]

    @property
    def all(self) -> list[StoredPhoto]:
        return [*self._old, *self.new]

    @property
    def tokens(self) -> list[tuple[str, StoredPhoto]]:
        """What brings the photographs back when the form must be filled in again."""
        return [(sign(photo, self.purpose), photo) for photo in self.all]

    def take(self, files: "list[UploadedFile[bytes]]") -> None:
        """Store each photograph at once, so that a mistake elsewhere does not cost the upload.

        Raises:
            ValidationError: a sentence for each that is refused; the good ones are kept.
        """
        if len(files) + len(self._old) > MOST:
            raise ValidationError(_TOO_MANY % {"count": MOST})
        if refusals := list(filter(None, map(self._store, files))):
            raise ValidationError(refusals)

    def discard_new(self) -> None:
        """Delete what this form brought and nothing took over."""
        for photo in self.new:
            photos.discard(photo)
        self.new.clear()

    def _store(self, file: "UploadedFile[bytes]") -> ValidationError | None:
        try:
            self.new.append(photos.store(file, at=self.at))
        except PhotoRefused as refusal:
            return ValidationError(f"{file.name}: {refusal.message}")
        return None
