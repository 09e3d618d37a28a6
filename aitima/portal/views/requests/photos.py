"""Photographs of a request, served to those who may see them."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from aitima.portal.access import access_own
from aitima.service_requests.models import Photo


@require_safe
def photo(request: HttpRequest, year: int, serial: str, pk: int) -> FileResponse:
    opened = access_own(request, f"{year}/{serial}")
    kept = get_object_or_404(Photo, pk=pk, service_request=opened.service_request)
    name = kept.thumbnail if "small" in request.GET else kept.file
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file, content_type=kept.content_type)
    response["Cache-Control"] = "private, max-age=86400"
    return response
