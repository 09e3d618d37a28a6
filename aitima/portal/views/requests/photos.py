"""Photographs of a request, served to those who may see them."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from aitima.portal.requests.access import access_as_citizen, access_own
from aitima.service_requests import kept_photos

_TO_ITS_CITIZEN = "private, no-store"
_TO_EVERYBODY = "public, max-age=300"
"""Not for long: a photo may be hidden."""


@require_safe
def photo(request: HttpRequest, year: int, serial: str, pk: int) -> FileResponse:
    """One of the citizen's own, or one that the public page shows; the others are not there."""
    opened = access_as_citizen(request, f"{year}/{serial}")
    photos = opened.service_request.photos.all()
    kept = get_object_or_404(photos if opened.private else photos.public(), pk=pk)
    name = kept.thumbnail if "small" in request.GET else kept.file
    response = _served(name, kept.content_type)
    response["Cache-Control"] = _TO_ITS_CITIZEN if opened.private else _TO_EVERYBODY
    return response


@require_safe
def kept_photo(request: HttpRequest, year: int, serial: str, token: str) -> FileResponse:
    """One that waits on a form which must be filled in again."""
    service_request = access_own(request, f"{year}/{serial}").service_request
    purpose = kept_photos.purpose(service_request, kept_photos.CITIZEN)
    found = kept_photos.read(token, purpose)
    if found is None:
        raise Http404
    response = _served(found.thumbnail, found.content_type)
    response["Cache-Control"] = _TO_ITS_CITIZEN
    return response


def _served(name: str, content_type: str) -> FileResponse:
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(file, content_type=content_type)
