"""The one connection of a process on which PostgreSQL tells what happened.

It must reach PostgreSQL itself: a pooler that shares connections between transactions
(PgBouncer's `transaction` mode) passes no notifications on.
"""

import asyncio
import logging
from typing import Any, Final

import psycopg
from django.db import connection as django_connection
from psycopg import sql

from aitima.live.hub import Hub
from aitima.live.publishing import CHANNEL

FIRST_PAUSE: Final = 0.2
LONGEST_PAUSE: Final = 10.0
ASK_AFTER: Final = 30.0
"""Seconds of silence after which the connection is asked whether it still lives."""

logger = logging.getLogger(__name__)


class Listener:
    """Listens, and after an interruption listens again."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.listening = asyncio.Event()

    async def run(self) -> None:
        """Carry every notification to the hub, for ever."""
        pause = FIRST_PAUSE
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    **connection_parameters(), autocommit=True
                ) as connection:
                    await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
                    self.listening.set()
                    self.hub.tell_everybody()  # what happened until now went unheard
                    pause = FIRST_PAUSE
                    await self._pass_on(connection)
            except (psycopg.Error, OSError) as error:
                self.listening.clear()
                logger.warning("Live updates pause for %.1f s: %s", pause, error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _pass_on(self, connection: psycopg.AsyncConnection[Any]) -> None:
        while True:
            async for notification in connection.notifies(timeout=ASK_AFTER):
                name, _, topic = notification.payload.partition(" ")
                self.hub.tell(topic, name)
            await connection.execute("SELECT 1")


def connection_parameters() -> dict[str, Any]:
    """Django's own, less what only its synchronous cursors understand."""
    parameters = django_connection.get_connection_params()
    return {
        name: value
        for name, value in parameters.items()
        if name not in {"cursor_factory", "context"}
    }
