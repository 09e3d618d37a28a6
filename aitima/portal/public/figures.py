"""This month in a few honest figures, and its dots on the map; read once a minute."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from aitima.core.caching import kept_for
from aitima.organisation.identity import identity
from aitima.portal.public import still
from aitima.portal.public.clusters import survey
from aitima.portal.public.filters import Filters
from aitima.portal.public.still import StillMap
from aitima.service_requests.lifecycle import OPEN, Status
from aitima.service_requests.models import ServiceRequest
from aitima.statistics import month
from aitima.statistics.periods import midnight

MOST_DOTS: Final = 1200
LATEST: Final = 3


@dataclass(frozen=True, slots=True)
class OpenNow:
    """The open requests that everybody may see, and their map."""

    total: int
    still: StillMap | None


@dataclass(frozen=True, slots=True)
class Figures:
    as_of: datetime
    new: int
    done: int
    median_days: int | None
    open: int
    done_dots: str
    open_dots: str
    latest: tuple[ServiceRequest, ...]
    map: OpenNow


@kept_for(seconds=60)
def this_month() -> Figures:
    now = timezone.now()
    begins = midnight(timezone.localdate(now).replace(day=1))
    counted = month.read(at=now)
    done_dots, open_dots = _dots(begins)
    return Figures(
        as_of=now,
        new=counted.new,
        done=counted.resolved,
        median_days=_whole(counted.median_days),
        open=_open(),
        done_dots=done_dots,
        open_dots=open_dots,
        latest=_latest(),
        map=_map(now),
    )


def _open() -> int:
    counted = (
        ServiceRequest.objects.order_by()
        .open()
        .aggregate(all=Count("pk"), hidden=Count("pk", filter=~Q(public=True, erased_at=None)))
    )
    return month.told(counted["all"], hidden=counted["hidden"])


def _map(at: datetime) -> OpenNow:
    found = survey(Filters(), still.grid(), at=at)
    return OpenNow(found.total, still.still_map(found.clusters))


def _dots(begins: datetime) -> tuple[str, str]:
    """The month's public requests as two paths: what was done, what is open."""
    drawing = identity().drawing
    if drawing is None:
        return "", ""
    rows = (
        ServiceRequest.objects.listed()
        .filter(submitted_at__gte=begins)
        .annotate(
            y=Coalesce("public_latitude", "place__latitude"),
            x=Coalesce("public_longitude", "place__longitude"),
        )
        .filter(Q(y__isnull=False))
        .order_by("-submitted_at", "-pk")
        .values_list("status", "y", "x")[:MOST_DOTS]
    )
    points = [(status in OPEN, (y, x)) for status, y, x in rows]
    return (
        drawing.dots(point for is_open, point in points if not is_open),
        drawing.dots(point for is_open, point in points if is_open),
    )


def _whole(days: float | None) -> int | None:
    return max(1, round(days)) if days is not None else None


def _latest() -> tuple[ServiceRequest, ...]:
    done = ServiceRequest.objects.listed().filter(status=Status.RESOLVED)
    return tuple(done.with_names().order_by("-closed_at", "-pk")[:LATEST])
