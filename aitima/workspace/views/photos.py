"""Photographs, shown to those who may see the request they belong to."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from aitima.service_requests import kept_photos
from aitima.service_requests.models import Photo
from aitima.workspace.staff import StaffRequest, staff_page
from aitima.workspace.views.detail import access


@staff_page
@require_GET
def photo(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _served(_access_photo(request, pk).file)


@staff_page
@require_GET
def thumbnail(request: StaffRequest, pk: int) -> HttpResponseBase:
    return _served(_access_photo(request, pk).thumbnail)


@staff_page
@require_GET
def kept(request: StaffRequest, number: str, token: str) -> HttpResponseBase:
    """One that waits on a form; only the person who uploaded it has its token."""
    service_request = access(request, number)
    purpose = kept_photos.purpose(service_request, str(request.user.pk))
    found = kept_photos.read(token, purpose)
    if found is None:
        raise Http404
    return _served(found.thumbnail)


def _access_photo(request: StaffRequest, pk: int) -> Photo:
    visible = request.staff.requests().order_by().values("pk")
    return get_object_or_404(Photo, pk=pk, service_request__in=visible)


def _served(name: str) -> FileResponse:
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type="image/jpeg")
    patch_cache_control(response, private=True, max_age=3600)
    return response
