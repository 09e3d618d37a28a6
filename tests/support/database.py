"""The databases of a test run, on one embedded server without durability.

Two templates are made at first use: `empty` (migrated) and `lesvos` (the municipality loaded).
Each worker clones them. A test in a transaction shares the worker's clone and rolls back; a test
with transactions of its own gets a clone for itself that is dropped afterwards.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, LiteralString

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone
from psycopg import sql

from aitima.runtime.postgres import Server
from tests.support.environment import worker_name

type Kind = Literal["empty", "lesvos"]


@dataclass
class Databases:
    """The server of the run and this worker's clones."""

    var: Path
    clones: set[str] = field(default_factory=set)
    server: Server | None = None

    def use(self, kind: Kind, *, alone: bool = False) -> str:
        """Point Django's connection at a clone and return its name."""
        name = f"{worker_name()}_{kind}{'_once' if alone else ''}"
        if name not in self.clones:
            self.clone(kind, name)
        point_at(name)
        return name

    def clone(self, kind: Kind, name: str) -> None:
        with self._one_at_a_time():
            self._make_template(kind)
            self._copy(f"template_{kind}", name)
        self.clones.add(name)

    def drop(self, name: str) -> None:
        connection.close()
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self.clones.discard(name)

    def url(self, name: str) -> str:
        return self._running().place.url(name)

    def _make_template(self, kind: Kind) -> None:
        template = f"template_{kind}"
        if self._exists(template):
            return
        draft = f"draft_{kind}"
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", draft)
        if kind == "empty":
            self._run("CREATE DATABASE {}", draft)
            point_at(draft)
            call_command("migrate", verbosity=0)
        else:
            self._make_template("empty")
            self._copy("template_empty", draft)
            point_at(draft)
            load_lesvos()
        connection.close()
        self._run("ALTER DATABASE {} RENAME TO {}", draft, template)

    def _copy(self, template: str, name: str) -> None:
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)

    def _exists(self, name: str) -> bool:
        with self._connect() as admin:
            found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None

    def _run(self, statement: LiteralString, *names: str) -> None:
        identifiers = (sql.Identifier(name) for name in names)
        with self._connect() as admin:
            admin.execute(sql.SQL(statement).format(*identifiers))

    def _connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self._running().url, autocommit=True)

    def _running(self) -> Server:
        if self.server is None:
            self.server = Server(self.var, durable=False).start()
        return self.server

    @contextmanager
    def _one_at_a_time(self) -> Iterator[None]:
        with (self.var / "templates.lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def load_lesvos() -> None:
    from aitima.municipalities import loading  # noqa: PLC0415 - only where a test asks for it

    loading.load(settings.PACKAGE / "municipalities" / "lesvos", at=timezone.now())


def point_at(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


def keep_what_is_dropped_anyway() -> None:
    """Spare the emptying of every table after a test whose database is dropped as a whole."""
    TransactionTestCase._fixture_teardown = lambda _self: None  # type: ignore[attr-defined]


databases = Databases(settings.AITIMA_VAR)
