"""Keys drawn ahead: rows that name each other are written together only if their keys are known.

A connection draws sixteen at a time, for asking the sequence each time would be a round trip more
in every submission. Keys that a connection does not use are lost, and nothing depends on them.
"""

from collections import defaultdict, deque
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.db import connection, models

AHEAD: Final = 16

_drawn: "WeakKeyDictionary[Any, defaultdict[str, deque[int]]]" = WeakKeyDictionary()


def next_key(model: type[models.Model]) -> int:
    """The next key of a model's table."""
    connection.ensure_connection()
    tables = _drawn.setdefault(connection.connection, defaultdict(deque))
    keys = tables[model._meta.db_table]  # noqa: SLF001 - Django's documented API
    if not keys:
        keys.extend(draw(model, AHEAD))
    return keys.popleft()


def draw(model: type[models.Model], count: int) -> list[int]:
    """Take keys from the sequence of a model's table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],  # noqa: SLF001 - Django's documented API
        )
        return [key for (key,) in cursor.fetchall()]
