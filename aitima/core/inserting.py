"""Several new rows in one statement.

A registration writes half a dozen rows; sent one by one they cost more in round trips than the
database needs to write them. PostgreSQL takes them together as data-modifying CTEs.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models.sql.subqueries import InsertQuery


def insert_together(*rows: models.Model, returning: str | None = None) -> Any:
    """Insert the rows of any models; the keys they share must be known beforehand.

    Args:
        returning: a column of the last row that the database computes.

    Returns:
        The value of that column, or None.
    """
    statements = [_insert(row) for row in rows]
    *earlier, last = [sql for sql, _params in statements]
    sql = last if returning is None else f'{last} RETURNING "{returning}"'
    if earlier:
        names = (f"row{index} AS ({part})" for index, part in enumerate(earlier))
        sql = f"WITH {', '.join(names)} {sql}"
    with connection.cursor() as cursor:
        cursor.execute(sql, _all(params for _sql, params in statements))
        return cursor.fetchone()[0] if returning else None


def _insert(row: models.Model) -> tuple[str, tuple[Any, ...]]:
    query = InsertQuery(type(row))
    query.insert_values(_fields(type(row), row.pk is None), [row])
    ((sql, params),) = query.get_compiler(connection=connection).as_sql()
    return sql, tuple(params)


@cache
def _fields(model: type[models.Model], without_key: bool) -> "list[models.Field[Any, Any]]":  # noqa: FBT001
    return [
        field
        for field in model._meta.local_concrete_fields  # noqa: SLF001 - Django's documented API
        if not field.generated and not (without_key and field.primary_key)
    ]


def _all(parts: Iterable[tuple[Any, ...]]) -> list[Any]:
    return [value for part in parts for value in part]
