"""Files that no request took over: the drafts know which of them are still needed."""

from datetime import datetime

from aitima.portal.models import ReportDraft
from aitima.service_requests import photos


def sweep_photos(*, at: datetime) -> int:
    """Delete photographs of past days that belong to no request and no draft; returns how many."""
    held = {
        name
        for draft in ReportDraft.objects.exclude(photos=[]).iterator()
        for photo in draft.stored_photos()
        for name in (photo.file, photo.thumbnail)
    }
    return photos.sweep(at=at, held=held)
