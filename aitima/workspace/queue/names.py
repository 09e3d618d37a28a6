"""Services, units, areas and places by key, kept in the process: lists name them in every line.

Reading them with each list would read the same few hundred rows, with their texts, fifty times.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from aitima.catalogue.models import Service
from aitima.core.caching import kept_for
from aitima.geography.models import Area, Place
from aitima.organisation.models import Unit
from aitima.service_requests.models import ServiceRequest


@dataclass(frozen=True, slots=True)
class Names:
    services: dict[int, Service]
    units: dict[int, Unit]
    areas: dict[int, Area]
    places: dict[int, Place]


@kept_for(seconds=60)
def names() -> Names:
    """Everything that a request may point to, retired ones included."""
    return Names(
        services={row.pk: row for row in Service.objects.select_related("group").order_by("pk")},
        units={row.pk: row for row in Unit.objects.order_by("pk")},
        areas={row.pk: row for row in Area.objects.defer("outline").order_by("pk")},
        places={row.pk: row for row in Place.objects.order_by("pk")},
    )


def named(keys: Iterable[int]) -> dict[int, ServiceRequest]:
    """The rows of these keys with everything that a line names; rights were asked for the keys.

    What came into being within the last minute is not kept yet: the row reads it by itself.
    """
    wanted = list(keys)
    if not wanted:
        return {}
    rows = ServiceRequest.objects.select_related("officer").defer("search").filter(pk__in=wanted)
    return {row.pk: _complete(row) for row in rows.order_by("pk")}


def _complete(row: ServiceRequest) -> ServiceRequest:
    kept = names()
    if row.service_id in kept.services:
        row.service = kept.services[row.service_id]
    if row.unit_id in kept.units:
        row.unit = kept.units[row.unit_id]
    if row.area_id in kept.areas:
        row.area = kept.areas[row.area_id]
    if row.place_id in kept.places:
        row.place = kept.places[row.place_id]
    return row
