"""Several new rows in one statement, and what goes along with them.

A registration writes half a dozen rows; sent one by one they cost more in round trips than the
database needs to write them. PostgreSQL takes them together as data-modifying CTEs. What is more:
whatever the statement locks (the year's counter of numbers) is locked for this statement only and
the commit that follows, not while this process waits for its turn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from django.db import connection, models
from django.db.models.expressions import Expression
from django.db.models.sql.subqueries import InsertQuery

MADE: Final = "made"

# Written out, for psycopg remembers how to read a statement of up to 50 parameters.
_CONSTANTS: Final = {None: "NULL", True: "true", False: "false", "": "''"}


@dataclass(frozen=True, slots=True)
class Along:
    """Named parts of SQL that run with an insert, in one statement; the last one is asked for.

    A part may read the parts before it, and `made`: the last row, as far as it is returned.
    """

    parts: Sequence[tuple[str, str]]
    params: Mapping[str, Any]


def insert_together(
    *rows: models.Model, returning: str | None = None, along: Sequence[Along] = ()
) -> Any:
    """Insert the rows of any models; the keys they share must be known beforehand.

    Args:
        returning: a column of the last row that the database computes.
        along: what else is to happen in the same statement.

    Returns:
        The value of that column, or None.
    """
    params: dict[str, Any] = {}
    *earlier, last = [_insert(row, params) for row in rows]
    column = f'"{returning}"' if returning else "1"
    named = [(f"row{index}", sql) for index, sql in enumerate(earlier)]
    named.append((MADE, f"{last} RETURNING {column}"))
    asked = [column]
    for more in along:
        named += more.parts
        params |= more.params
        name = more.parts[-1][0]
        # What nobody asks for is not run.
        asked.append(f"(SELECT count({name}) FROM {name})")  # noqa: S608 - our names
    parts = ",".join(f"{name} AS ({_compact(sql)})" for name, sql in named)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {parts} SELECT {', '.join(asked)} FROM {MADE}", params)  # noqa: S608
        return cursor.fetchone()[0] if returning else None


@lru_cache(maxsize=256)
def _compact(sql: str) -> str:
    """Without the layout: psycopg remembers how to read a statement of up to 4096 letters."""
    return " ".join(sql.split())


def _insert(row: models.Model, params: dict[str, Any]) -> str:
    """The statement for one row; its values are added to the parameters."""
    begin, fields = _shape(type(row), row.pk is None)
    return f"{begin}({','.join(_placeholder(row, field, params) for field in fields)})"


def _placeholder(row: models.Model, field: "models.Field[Any, Any]", params: dict[str, Any]) -> str:
    value = field.pre_save(row, add=True)
    if isinstance(value, Expression):
        sql, its = _compiled(type(row), value)
        return sql % tuple(_named(one, params) for one in its)
    if value is None or value is True or value is False or value == "":  # never so in JSON columns
        return _CONSTANTS[value]
    return _named(field.get_db_prep_save(value, connection), params)


def _named(value: Any, params: dict[str, Any]) -> str:
    name = f"p{len(params)}"
    params[name] = value
    return f"%({name})s"


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
    columns = ",".join(f'"{field.column}"' for field in fields)
    return f'INSERT INTO "{meta.db_table}" ({columns}) VALUES ', fields  # noqa: S608 - our models
