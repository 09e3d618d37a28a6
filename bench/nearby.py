"""“Already known?” among a million requests: rows as the history tells them, many times over."""

import time
from random import Random
from typing import Final

from django.db import connection

from aitima.catalogue.queries import catalogue
from aitima.runtime.progress import step
from aitima.service_requests.models import ServiceRequest
from aitima.service_requests.nearby import nearby
from bench.figures import Figure, Figures, percentile
from bench.loading import settle

TOLD: Final = 20_000
"""Requests that are told one by one; the others are their copies, some hundred metres away."""
LOOKS: Final = 1000
MOST: Final = 20.0  # ms
_STRAY: Final = 0.01  # degrees
_BATCH: Final = 100_000
_FRESH: Final = {
    "id": "nextval(pg_get_serial_sequence('service_requests_servicerequest', 'id'))",
    "number": "'copy/' || %(round)s || '/' || row_number() OVER ()",
    "submission_key": "gen_random_uuid()",
    "source": "''",
    "latitude": f"latitude + (random() - 0.5) * {_STRAY}",
    "longitude": f"longitude + (random() - 0.5) * {_STRAY}",
}


def multiply(count: int) -> None:
    """Fill the table up to so many rows; only the table's, for nothing else is looked at."""
    columns = [
        str(field.column)
        for field in ServiceRequest._meta.local_concrete_fields  # noqa: SLF001 - documented API
        if not field.generated
    ]
    values = ", ".join(_FRESH.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    copy = (
        f"INSERT INTO service_requests_servicerequest ({names}) SELECT {values} "
        "FROM (SELECT * FROM service_requests_servicerequest WHERE source <> '' LIMIT %(rows)s)"
    )
    have = ServiceRequest.objects.count()
    with step("Copying them", count) as advance, connection.cursor() as cursor:
        while have < count:
            cursor.execute(copy, {"round": have, "rows": min(count - have, _BATCH)})
            have += cursor.rowcount
            advance(have)
    settle()


def measure(figures: Figures) -> None:
    """Look where requests are, the crowded places most often, as citizens will."""
    chance = Random(11)
    points = list(
        ServiceRequest.objects.filter(latitude__isnull=False, source="")
        .order_by("pk")
        .values_list("service__code", "latitude", "longitude")[:200_000]
    )
    looks = chance.sample(points, LOOKS + 50)
    known = catalogue().services
    times, hits = [], 0
    for number, (code, latitude, longitude) in enumerate(looks):
        begun = time.perf_counter()
        hits += bool(nearby(known[code], latitude or 0.0, longitude or 0.0))
        if number >= LOOKS // 20:  # the first ones warm up
            times.append(1000 * (time.perf_counter() - begun))
    times.sort()
    figures.add(Figure("nearby: requests", ServiceRequest.objects.count(), ""))
    figures.add(Figure("nearby: looks that found something", 100 * hits / len(looks), "%"))
    figures.add(Figure("nearby, p50", percentile(times, 0.5), "ms"))
    figures.add(Figure("nearby, p95", percentile(times, 0.95), "ms", goal=MOST))
