"""How long requests like this one took: what happened before, never a promise."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils import timezone

from aitima.core.caching import kept_for
from aitima.service_requests.lifecycle import Status
from aitima.statistics.periods import midnight, moved

ENOUGH: Final = 20
"""From fewer cases no expectation is told."""

_YEAR: Final = 12

_HISTORY: Final = """
    SELECT service_id, area_id, GROUPING(area_id) = 1, count(*),
           percentile_disc(ARRAY[0.5, 0.9])
               WITHIN GROUP (ORDER BY extract(epoch FROM closed_at - submitted_at)::float8 / 86400)
    FROM service_requests_servicerequest
    WHERE status = %s AND closed_at >= %s AND closed_at < %s
    GROUP BY GROUPING SETS ((service_id, area_id), (service_id))
    HAVING count(*) >= %s
"""


@dataclass(frozen=True, slots=True)
class Expectation:
    """Half were resolved within `half` days, nine of ten within `most`; whole days, upwards."""

    count: int
    half: int
    most: int
    here: bool
    """Whether it is about the same area, or the whole municipality."""


type Histories = dict[tuple[int, int | None], Expectation]


def expectation(service_id: int, area_id: int | None) -> Expectation | None:
    """The last year of the service in the area; in the whole municipality where too few."""
    return find(_histories(), service_id, area_id)


def find(histories: Histories, service_id: int, area_id: int | None) -> Expectation | None:
    here = histories.get((service_id, area_id)) if area_id is not None else None
    return here or histories.get((service_id, None))


@kept_for(seconds=600)
def _histories() -> Histories:
    return read(at=timezone.now())


def read(*, at: datetime) -> Histories:
    begins = midnight(moved(timezone.localdate(at), -_YEAR))
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, [Status.RESOLVED, begins, at, ENOUGH])
        rows = cursor.fetchall()
    return {
        (service, None if everywhere else area): _expectation(count, days, here=not everywhere)
        for service, area, everywhere, count, days in rows
        if everywhere or area is not None
    }


def _expectation(count: int, days: list[float], *, here: bool) -> Expectation:
    half, most = (math.ceil(day) for day in days)
    return Expectation(count, half, most, here=here)
