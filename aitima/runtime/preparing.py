"""What an installation needs before it serves: a database, its tables, its static files."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from aitima.config import env
from aitima.runtime.errors import CannotRun
from aitima.runtime.progress import console, step

if TYPE_CHECKING:
    from aitima.accounts.models import User
    from aitima.municipalities.report import Changes, LoadReport
    from aitima.runtime.postgres import Server

MIGRATING: Final = 0x41495449  # an advisory lock: one migrates, the others wait


@contextmanager
def database() -> Iterator["Server | None"]:
    """Hold the embedded database running; with DATABASE_URL only look whether it answers."""
    if env.DATABASE_URL.read(os.environ):
        _ask()
        yield None
        return
    from aitima.runtime.postgres import Server  # noqa: PLC0415 - never with DATABASE_URL

    server = Server(settings.AITIMA_VAR)
    with step("Starting the database"):
        server.start()
    try:
        yield server
    finally:
        connection.close()
        server.stop()


def unapplied_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> int:
    """Bring the tables up to date; return how many migrations that took."""
    with _alone():
        count = unapplied_migrations()
        if count:
            with step("Bringing the tables up to date"):
                call_command("migrate", verbosity=0, interactive=False)
    return count


def refuse_old_tables() -> None:
    if unapplied_migrations():
        raise CannotRun("The tables are not up to date: run aitima migrate first.")


def load_municipality(path: Path) -> "LoadReport":
    from aitima.municipalities import loading  # noqa: PLC0415 - slow: polygons

    with step("Loading the municipality") as advance:
        return loading.load(
            path, at=timezone.now(), progress=lambda _step, done, _total: advance(done)
        )


def load_assets(path: Path, *, complete: bool) -> "Changes":
    from aitima.municipalities import assets  # noqa: PLC0415 - slow: polygons

    return assets.load(path, complete=complete)


def asset_labels(path: Path, *, service: str) -> int:
    """Write labels of the assets (of one service, if it is named); returns how many."""
    from aitima.catalogue.models import Asset  # noqa: PLC0415
    from aitima.portal.asset_labels import labels  # noqa: PLC0415

    wanted = Asset.objects.active().order_by("code")
    assets = list(wanted.filter(service__code=service) if service else wanted)
    if not assets:
        raise CannotRun("There are no assets to label: load some with aitima load-assets.")
    path.write_bytes(labels(assets, at=timezone.now()))
    return len(assets)


def create_staff(username: str, password: str, *, role: str, **facts: str) -> "User":
    from aitima.organisation import staff  # noqa: PLC0415
    from aitima.organisation.models import Assignment  # noqa: PLC0415

    if role and role not in Assignment.Role:
        allowed = ", ".join(Assignment.Role.values)
        raise CannotRun(f"{role!r} is not a role. Allowed: {allowed}.")
    validate_password(password)
    return staff.create(
        username=username,
        password=password,
        role=Assignment.Role(role) if role else None,
        on=timezone.localdate(),
        full_name=facts["full_name"],
        email=facts["email"],
        unit_code=facts["unit_code"],
    )


def import_requests(path: Path, mapping: Path) -> bool:
    """Import another system's file; tell what became of its rows, and whether all went in."""
    from aitima.service_requests.importing import files  # noqa: PLC0415 - slow: coordinates

    with step(f"Reading {path.name}") as advance:
        readout = files.read(path, mapping, at=timezone.now(), progress=advance)
    with step("Writing the requests", len(readout.past)) as advance:
        report = files.write(readout, progress=advance)
    console.print(str(report))
    return report.errors is None


def collect_static_files() -> None:
    """Collect them when the build changed; until then the old ones serve."""
    stamp = settings.AITIMA_VAR / "static.stamp"
    wanted = _fingerprint_of_static_files()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    with step("Preparing the static files"):
        shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
        call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(wanted, encoding="ascii")


def sample_requests(count: int) -> None:
    from aitima.demo.prepare import prepare  # noqa: PLC0415 - only the demo

    with step("Preparing the sample requests", count) as advance:
        prepare(requests=count, at=timezone.now(), progress=advance)


def _ask() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise CannotRun(f"The database of DATABASE_URL does not answer: {reason}") from error


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])


def _fingerprint_of_static_files() -> str:
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            digest.update(f"{name}:{found.st_size}:{found.st_mtime_ns};".encode())
    return digest.hexdigest()
