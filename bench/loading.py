"""A municipality with many requests, written through the path that imports use."""

import time
from datetime import datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from aitima.demo import accounts, photos
from aitima.demo.history import Story
from aitima.municipalities import loading
from aitima.runtime.progress import step
from aitima.service_requests.importing import bulk
from bench.figures import Figure, Figures

_CHUNK = 10_000


def load(count: int, lesvos: Path, figures: Figures, *, at: datetime) -> None:
    begun = time.perf_counter()
    call_command("migrate", verbosity=0)
    figures.add(Figure("tables made", time.perf_counter() - begun, "s"))
    begun = time.perf_counter()
    loading.load(lesvos, at=at)
    figures.add(Figure("municipality loaded", time.perf_counter() - begun, "s"))
    story = Story.of(accounts.ensure(), photos.ensure(), at=at)
    with step("Telling a history", count) as advance:
        past = []
        for number, one in enumerate(story.requests(count), start=1):
            past.append(one)
            if number % _CHUNK == 0:
                advance(number)
    with step("Writing it", count) as advance:
        begun = time.perf_counter()
        bulk.write(past, progress=advance)
        seconds = time.perf_counter() - begun
    figures.add(Figure("requests written by the import", count / seconds, "per s"))
    settle()


def settle() -> None:
    """What autovacuum does in the first minutes after such a load."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
