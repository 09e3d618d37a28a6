"""Saying that something changed, as part of the change."""

from typing import Final

from django.db import connection

CHANNEL: Final = "aitima_live"
CHANGED: Final = "changed"


def publish(topic: str, name: str = CHANGED) -> None:
    """Tell the streams of a topic, when and only if the current transaction commits.

    PostgreSQL delivers equal messages of one transaction once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{name} {topic}"])
