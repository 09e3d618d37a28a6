"""Public requests on a map: those close to each other as one mark with their number."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Avg, Case, Count, F, Min, Q, When
from django.db.models.functions import Floor

from aitima.core.caching import Shelf
from aitima.geography.models import Place
from aitima.geography.queries import places
from aitima.portal.public.filters import Filters
from aitima.service_requests.models import ServiceRequest
from aitima.service_requests.models.service_request import ServiceRequestQuerySet

MOST_MARKS: Final = 300
VERY_MANY: Final = 5_000
_POLE: Final = 90
_AROUND: Final = 540  # a map may be turned past its edge
_CLOSE: Final = 0.75  # of a cell: marks whose middles are closer are one


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the earth, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def read(cls, text: str) -> "Box":
        """Read `west,south,east,north`.

        Raises:
            ValueError: it is not four numbers that make a box.
        """
        west, south, east, north = (float(part) for part in text.split(","))
        if not (-_POLE <= south < north <= _POLE and -_AROUND <= west < east <= _AROUND):
            raise ValueError(text)
        return cls(west, south, east, north)

    def holds(self, place: Place) -> bool:
        return (
            self.south <= place.latitude <= self.north and self.west <= place.longitude <= self.east
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells as high as they are wide on the map; sizes in degrees.

    Its lines stand still while the map is moved, so that marks do.
    """

    height: float
    width: float

    @classmethod
    def of(cls, width: float, *, latitude: float) -> "Grid":
        return cls(width * math.cos(math.radians(latitude)), width)

    def coarse_enough(self, box: Box) -> "Grid":
        """Double the cells until the box holds no more of them than there may be marks."""
        across, down = (box.east - box.west) / self.width, (box.north - box.south) / self.height
        if (across + 1) * (down + 1) <= MOST_MARKS:
            return self
        return Grid(self.height * 2, self.width * 2).coarse_enough(box)

    def cell(self, latitude: float, longitude: float) -> tuple[int, int]:
        return math.floor(latitude / self.height), math.floor(longitude / self.width)


@dataclass(frozen=True, slots=True)
class Cluster:
    """So many requests around a point; `one` is the key of one of them."""

    count: int
    latitude: float
    longitude: float
    one: int

    def joined(self, other: "Cluster") -> "Cluster":
        count = self.count + other.count
        share = other.count / count
        return Cluster(
            count,
            self.latitude + (other.latitude - self.latitude) * share,
            self.longitude + (other.longitude - self.longitude) * share,
            self.one,
        )


@dataclass(frozen=True, slots=True)
class Survey:
    """All that is asked for: how many, and those that have a place, in clusters."""

    total: int
    clusters: list[Cluster]


_costly: Final = Shelf[Survey](seconds=60, most=200)


def survey(filters: Filters, grid: Grid, *, at: datetime, box: Box | None = None) -> Survey:
    """Count what is asked for, and where, by one statement that reads an index alone.

    Where very many are counted the answer may be a minute old.
    """
    asked = (filters, grid, box)
    return _costly.find(asked) or _surveyed(filters, grid, box, at=at)


def _surveyed(filters: Filters, grid: Grid, box: Box | None, *, at: datetime) -> Survey:
    chosen = filters.chosen(ServiceRequest.objects.listed(), at=at)
    rows = _counted(chosen.filter(_in(box)) if box else chosen, grid)
    total = sum(row["count"] for row in rows)
    found = Survey(total, _joined(_placed(rows), grid))
    if total > VERY_MANY:
        _costly.put((filters, grid, box), found)
    return found


def _counted(requests: ServiceRequestQuerySet, grid: Grid) -> list[Mapping[str, Any]]:
    counted = (
        requests.order_by()
        .values(
            row=Floor(F("public_latitude") / grid.height),
            column=Floor(F("public_longitude") / grid.width),
            settlement=Case(When(public_latitude=None, then=F("place"))),
        )
        .annotate(
            count=Count("*"),
            latitude=Avg("public_latitude"),
            longitude=Avg("public_longitude"),
            one=Min("pk"),
        )
    )
    return [*counted]


def _in(box: Box) -> Q:
    within = [place.pk for place in places() if box.holds(place)]
    return Q(
        public_latitude__range=(box.south, box.north), public_longitude__range=(box.west, box.east)
    ) | Q(public_latitude=None, place__in=within)


def _placed(rows: Sequence[Mapping[str, Any]]) -> Iterator[Cluster]:
    """A request that names a settlement and no point stands where the settlement does."""
    known = {place.pk: place for place in places()}
    for row in rows:
        place = known.get(row["settlement"])
        if row["latitude"] is not None:
            yield Cluster(row["count"], row["latitude"], row["longitude"], row["one"])
        elif place is not None:
            yield Cluster(row["count"], place.latitude, place.longitude, row["one"])


def _joined(clusters: Iterable[Cluster], grid: Grid) -> list[Cluster]:
    """Join what would lie on top of each other, the larger ones first."""
    kept: dict[tuple[int, int], Cluster] = {}
    for cluster in sorted(clusters, key=lambda one: (-one.count, one.one)):
        row, column = grid.cell(cluster.latitude, cluster.longitude)
        around = [(row + down, column + across) for down in (0, -1, 1) for across in (0, -1, 1)]
        near = (
            cell
            for cell in around
            if cell in kept and (cell == around[0] or _close(kept[cell], cluster, grid))
        )
        cell = next(near, None)
        if cell is None:
            kept[around[0]] = cluster
        else:
            kept[cell] = kept[cell].joined(cluster)
    return list(kept.values())


def _close(one: Cluster, other: Cluster, grid: Grid) -> bool:
    down = (one.latitude - other.latitude) / grid.height
    across = (one.longitude - other.longitude) / grid.width
    return math.hypot(down, across) < _CLOSE
