"""What a citizen has answered so far, kept by the server until it is sent."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Final, Self

from django.db import models

from aitima.service_requests.photos import StoredPhoto

LIFETIME: Final = timedelta(days=7)


class ReportDraftQuerySet(models.QuerySet["ReportDraft"]):
    def alive(self, *, at: datetime) -> Self:
        return self.filter(changed_at__gt=at - LIFETIME)

    def expired(self, *, at: datetime) -> Self:
        return self.filter(changed_at__lte=at - LIFETIME)


class ReportDraft(models.Model):
    """One report being written. Its key becomes the request's submission key.

    Answers are kept as they were typed, the wrong ones too: the pages check them.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    answers = models.JSONField(default=dict)
    photos = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)

    objects = ReportDraftQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_new(self) -> bool:
        return self._state.adding

    def answer(self, name: str) -> Any:
        return self.answers.get(name, "")

    def stored_photos(self) -> list[StoredPhoto]:
        return [self.stored(photo) for photo in self.photos]

    @staticmethod
    def stored(photo: dict[str, Any]) -> StoredPhoto:
        return StoredPhoto(**{name: photo[name] for name in StoredPhoto.__slots__})
