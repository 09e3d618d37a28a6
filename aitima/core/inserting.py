"""Several new rows in one statement.

A registration writes half a dozen rows; sent one by one they cost more in round trips than the
database needs to write them. PostgreSQL takes them together as data-modifying CTEs.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models.expressions import Expression
from django.db.models.sql.subqueries import InsertQuery


def insert_together(*rows: models.Model, returning: str | None = None) -> Any:
    """Insert the rows of any models; the keys they share must be known beforehand.

    Args:
        returning: a column of the last row that the database computes.

    Returns:
        The value of that column, or None.
    """
    params: list[Any] = []
    *earlier, last = [_insert(row, params) for row in rows]
    sql = last if returning is None else f'{last} RETURNING "{returning}"'
    if earlier:
        names = (f"row{index} AS ({part})" for index, part in enumerate(earlier))
        sql = f"WITH {', '.join(names)} {sql}"
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0] if returning else None


def _insert(row: models.Model, params: list[Any]) -> str:
    """The statement for one row; its parameters are appended in the order of their use."""
    begin, fields = _shape(type(row), row.pk is None)
    return f"{begin}({', '.join(_placeholder(row, field, params) for field in fields)})"


def _placeholder(row: models.Model, field: "models.Field[Any, Any]", params: list[Any]) -> str:
    value = field.pre_save(row, add=True)
    if isinstance(value, Expression):
        sql, its = _compiled(type(row), value)
        params.extend(its)
        return sql
    params.append(field.get_db_prep_save(value, connection))
    return "%s"


def _compiled(model: type[models.Model], value: Expression) -> tuple[str, Sequence[Any]]:
    query = InsertQuery(model)
    resolved = value.resolve_expression(query, allow_joins=False, for_save=True)
    sql, params = query.get_compiler(connection=connection).compile(resolved)
    return sql, params


@cache
def _shape(
    model: type[models.Model],
    without_key: bool,  # noqa: FBT001
) -> "tuple[str, list[models.Field[Any, Any]]]":
    """The part of the statement that is always the same, and the fields that follow."""
    meta = model._meta  # noqa: SLF001 - Django's documented API
    fields = [
        field
        for field in meta.local_concrete_fields
        if not field.generated and not (without_key and field.primary_key)
    ]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    return f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ', fields  # noqa: S608 - our models
