"""The picture that other sites show beside a link to a public request: 1200 by 630 pixels."""

import hashlib
import json
from collections import OrderedDict
from pathlib import Path
from typing import Any, Final

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aitima.core import pdf
from aitima.geography.drawing import Drawing
from aitima.organisation.identity import identity
from aitima.portal.public import listing, words
from aitima.portal.requests import timeline
from aitima.service_requests.models import Photo, ServiceRequest

TEMPLATE: Final = Path(__file__).parent / "preview.typ"
_VERSION: Final = 1  # of the template: a new look is a new picture
_KEPT: Final = 32
_TITLE: Final = 90

type Size = tuple[int, int]
SIZE: Final[Size] = (1200, 630)

_pictures: OrderedDict[str, bytes] = OrderedDict()


@require_safe
def preview(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    service_request = listing.access_public(f"{year}/{serial}")
    photo = _photo(service_request)
    data = facts(service_request, with_map=photo is None)
    etag = _etag(data, photo)
    response = get_conditional_response(request, quote_etag(etag))
    if response is None:
        response = HttpResponse(_picture(etag, data, photo), content_type="image/png")
        response["ETag"] = quote_etag(etag)
    response["Cache-Control"] = "public, max-age=300"
    return response


def facts(service_request: ServiceRequest, *, with_map: bool) -> dict[str, Any]:
    """Everything written and drawn on the picture; all of it is on the public page."""
    state = timeline.state(service_request, private=False)
    title = words.title(service_request)
    return {
        "language": get_language() or "el",
        "issuer": identity().name,
        "title": words.shortened(title, _TITLE),
        "service": service_request.service.name,
        "place": words.where(service_request),
        "state": state.words,
        "tone": state.tone,
        "number": _("Request %(number)s") % {"number": service_request.number},
        "mark": _mark(),
        "map": _map(service_request) if with_map else "",
    }


def _photo(service_request: ServiceRequest) -> Photo | None:
    """What is shown to everybody: the work done, else what was reported."""
    public = service_request.photos.public()
    purposes = (Photo.Purpose.AFTER, Photo.Purpose.REPORT)
    shown = {photo.purpose: photo for photo in public}
    return next((shown[purpose] for purpose in purposes if purpose in shown), None)


def _etag(data: dict[str, Any], photo: Photo | None) -> str:
    text = json.dumps([_VERSION, data, photo.file if photo else ""], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _picture(etag: str, data: dict[str, Any], photo: Photo | None) -> bytes:
    """Draw it, or take it from those drawn last: it is asked for in bursts."""
    kept = _pictures.get(etag)
    if kept is None:
        kept = pdf.picture(TEMPLATE, data, photo=_bytes(photo))
        _pictures[etag] = kept
        while len(_pictures) > _KEPT:
            _pictures.popitem(last=False)
    return kept


def _bytes(photo: Photo | None) -> bytes:
    if photo is None:
        return b""
    try:
        with default_storage.open(photo.file) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return b""


def _mark() -> str:
    drawing = identity().drawing
    if drawing is None:
        return ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-25 -25 1050 {drawing.height + 50}">'
        f'<path fill="none" stroke="#fff" stroke-width="30" stroke-linejoin="round" '
        f'd="{drawing.mark}"/></svg>'
    )


def _map(service_request: ServiceRequest) -> str:
    drawing = identity().drawing
    if drawing is None:
        return ""
    water = "".join(
        f'<path fill="none" stroke="#aecad8" stroke-width="2" opacity="{opacity}" d="{line}"/>'
        for line, opacity in drawing.water
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{drawing.view_box}">{water}'
        f'<path fill="#f4efe3" stroke="#b3a88d" stroke-width="2" d="{drawing.shore}"/>'
        f"{_point(drawing, service_request)}</svg>"
    )


def _point(drawing: Drawing, service_request: ServiceRequest) -> str:
    latitude, longitude = service_request.public_latitude, service_request.public_longitude
    place = service_request.place
    if (latitude is None or longitude is None) and place is not None:
        latitude, longitude = place.latitude, place.longitude
    if latitude is None or longitude is None:
        return ""
    x, y = drawing.place(latitude, longitude)
    rings = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius}" fill="none" '
        f'stroke="#b03a0c" stroke-width="4"/>'
        for radius in (34, 56)
    )
    return f'{rings}<circle cx="{x:.0f}" cy="{y:.0f}" r="16" fill="#b03a0c"/>'
