"""“Already known?”: open requests of the same or a related service, near a point.

Only what everybody may see is shown, and only by a point that everybody may see: a request at a
private place is never found, for whoever asked from enough points would find its door. A report
that names a settlement and no point finds nothing: the third pothole of a town is not the first
one, and comparing landmarks would read aloud addresses that are not public.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BooleanField, F, FloatField, Func, Prefetch, Value
from django.db.models.expressions import Combinable

from aitima.catalogue.models import Service
from aitima.catalogue.queries import catalogue
from aitima.geography.queries import METRES_PER_DEGREE, metres_between, places
from aitima.service_requests.models import Photo, ServiceRequest
from aitima.service_requests.models.service_request import ServiceRequestQuerySet

MOST: Final = 3
_SHOWN: Final = (
    "number",
    "service_id",
    "place_id",
    "description",
    "public_text",
    "latitude",
    "longitude",
    "status",
    "scheduled_for",
    "submitted_at",
    "supporters",
    "public",
)


@dataclass(frozen=True, slots=True)
class Nearby:
    """A request that may be the same, and how far away it is."""

    service_request: ServiceRequest
    metres: float

    @property
    def photo(self) -> Photo | None:
        """The first photograph that everybody may see."""
        return next(iter(self.service_request.photos.all()), None)


def nearby(service: Service, latitude: float, longitude: float) -> list[Nearby]:
    """The open, public requests that may be the same, nearest first, at most three.

    Args:
        service: of the report; its `nearby_metres` is the radius, its relatives count as well.
    """
    radius = service.nearby_metres
    if not radius:
        return []
    services = {each.pk: each for each in (service, *catalogue().related_to(service))}
    found = (
        _in_square(latitude, longitude, radius)
        .filter(service__in=services)
        .order_by(_flat_distance(latitude, longitude), "pk")
        .only(*_SHOWN)
        .prefetch_related(_public_photos())
    )
    measured = [Nearby(one, _metres(one, latitude, longitude)) for one in found[:MOST]]
    near = [each for each in measured if each.metres <= radius]
    for each in near:
        _name(each.service_request, services)
    return near


def _name(service_request: ServiceRequest, services: Mapping[int, Service]) -> None:
    """Service and settlement are known in the process: joining them took longer than the search."""
    service_request.service = services[service_request.service_id]
    pk = service_request.place_id
    service_request.place = next((place for place in places() if place.pk == pk), None)


def _in_square(latitude: float, longitude: float, radius: float) -> ServiceRequestQuerySet:
    """Those in the square around the circle; the words of the partial index, so that it serves."""
    up = radius / METRES_PER_DEGREE
    aside = up / max(math.cos(math.radians(latitude)), 0.01)
    square = _call(
        "box",
        _point(longitude - aside, latitude - up),
        _point(longitude + aside, latitude + up),
    )
    return (
        ServiceRequest.objects.open()
        .public()
        .filter(place_is_private=False, latitude__isnull=False, erased_at__isnull=True)
        .filter(_Within(_call("point", F("longitude"), F("latitude")), square))
    )


class _Within(Func):
    template = "(%(expressions)s)"
    arg_joiner = " <@ "
    output_field = BooleanField()


def _call(function: str, *arguments: Any) -> Func:
    return Func(*arguments, function=function, output_field=FloatField())


def _point(longitude: float, latitude: float) -> Func:
    return _call("point", Value(longitude), Value(latitude))


def _flat_distance(latitude: float, longitude: float) -> Combinable:
    """What orders by distance: so near, the ground is flat, and a square root changes no order."""
    narrowing = math.cos(math.radians(latitude))
    north = F("latitude") - Value(latitude)
    east = (F("longitude") - Value(longitude)) * Value(narrowing)
    return north * north + east * east


def _metres(service_request: ServiceRequest, latitude: float, longitude: float) -> float:
    at_latitude, at_longitude = service_request.latitude, service_request.longitude
    assert at_latitude is not None  # noqa: S101 - filtered by it
    assert at_longitude is not None  # noqa: S101 - a point has both
    return metres_between(latitude, longitude, at_latitude, at_longitude)


def _public_photos() -> "Prefetch[str, Any, str]":
    shown = Photo.objects.public().filter(purpose=Photo.Purpose.REPORT)
    return Prefetch("photos", queryset=shown)
