"""Deleting the files of photographs whose rows are gone."""

from collections.abc import Iterable
from typing import Final

from django.core.files.storage import default_storage
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from aitima.service_requests.models import Photo

_TRIES: Final = RetryStrategy(max_attempts=200, wait=600)


@app.task(queue="housekeeping", name="service_requests.discard_files", retry=_TRIES)
def discard_files(*, names: list[str]) -> None:
    """Delete files from the storage; one that is gone already is no mistake."""
    for name in names:
        default_storage.delete(name)


def discard_with_this_change(names: Iterable[str]) -> None:
    """Have files deleted once the current transaction is committed, and not at all if it fails.

    The job is a row of the transaction; where the storage is away it tries again for a day.
    """
    listed = sorted(names)
    if listed:
        discard_files.defer(names=listed)


def files_of(photos: Iterable[Photo]) -> list[str]:
    return [name for photo in photos for name in (photo.file, photo.thumbnail)]
