"""Model instances into a table by PostgreSQL's COPY, several times faster than INSERT."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import sql
from psycopg.types.json import Jsonb


def copy_in(rows: Sequence[Model]) -> None:
    """Write instances of one model, with their keys where they have them.

    The database checks its constraints as ever; `save` is not called.
    """
    if not rows:
        return
    meta = rows[0]._meta  # noqa: SLF001 - documented by Django
    names, columns = [], []
    for field in meta.concrete_fields:
        if not field.generated and not (field.primary_key and rows[0].pk is None):
            names.append(field.attname)
            columns.append(sql.Identifier(str(field.column)))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(meta.db_table), sql.SQL(", ").join(columns)
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([_plain(getattr(row, name)) for name in names])


def _plain(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict | list) else value
