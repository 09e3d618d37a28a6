"""Saying that something changed, as part of the change."""

from typing import Final

from django.db import connection

from aitima.core.inserting import Along

CHANNEL: Final = "aitima_live"
CHANGED: Final = "changed"


def publish(*topics: str, name: str = CHANGED) -> None:
    """Tell the streams of the topics, when and only if the current transaction commits.

    PostgreSQL delivers equal messages of one transaction once.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_notify(%s, message) FROM unnest(%s::text[]) AS message",
            [CHANNEL, [f"{name} {topic}" for topic in topics]],
        )


def along(topic: str, *, name: str = CHANGED) -> Along:
    """The same for one topic, in the statement that inserts what changed."""
    return Along(
        [("told", "SELECT pg_notify(%(live_channel)s, %(live_message)s)")],
        {"live_channel": CHANNEL, "live_message": f"{name} {topic}"},
    )
