"""Loading a municipality's folder into the database: all of it, or nothing."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from aitima.catalogue.suggesting import kept
from aitima.core import caching
from aitima.municipalities import checks, reader
from aitima.municipalities.data import Description, PhrasesEntry, ServiceEntry
from aitima.municipalities.mistakes import Mistake, Mistakes, MunicipalityRefused, Origin
from aitima.municipalities.progress import Progress, silent
from aitima.municipalities.report import LoadReport
from aitima.municipalities.writing import Writer
from aitima.organisation.models import Municipality

_STEPS = 3


def load(path: Path, *, at: datetime, progress: Progress | None = None) -> LoadReport:
    """Make the database say what the folder says, and report what that changed.

    What is gone from the folder is retired, never deleted: requests may refer to it. Loading
    the same folder again changes nothing.

    Raises:
        MunicipalityRefused: with every mistake of the folder; nothing was loaded.
    """
    tell = progress or silent
    tell(f"Reading {path}", 0, _STEPS)
    description = described(path)
    tell("Writing to the database", 1, _STEPS)
    try:
        with transaction.atomic():
            _one_at_a_time()
            _refuse_another(description)
            report = Writer(at).write(description)
            kept.refresh(at=at)
    finally:
        caching.forget_everything()
    tell("Loaded", _STEPS, _STEPS)
    return report


def described(path: Path, *, languages: Sequence[str] | None = None) -> Description:
    """Read a folder and check it.

    Raises:
        MunicipalityRefused: with every mistake of the folder.
    """
    if not path.is_dir():
        missing = Mistake(Origin(str(path)), "", "there is no such folder")
        raise MunicipalityRefused([missing])
    wanted = languages or [code for code, _ in settings.LANGUAGES]
    description, mistakes = reader.read(path, languages=wanted)
    checks.check(description, mistakes)
    if mistakes.found:
        raise MunicipalityRefused(mistakes)
    return description


def described_services(
    path: Path,
) -> tuple[tuple[ServiceEntry, ...], tuple[PhrasesEntry, ...]]:
    """Read the services of a folder, and how people write about them.

    Raises:
        MunicipalityRefused: with every mistake in these two files.
    """
    languages = [code for code, _ in settings.LANGUAGES]
    services, phrases, mistakes = reader.read_services(path, languages=languages)
    if mistakes.found:
        raise MunicipalityRefused(mistakes)
    return services, phrases


def _one_at_a_time() -> None:
    """Let a second load wait until the first has committed."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE organisation_municipality IN SHARE ROW EXCLUSIVE MODE")


def _refuse_another(description: Description) -> None:
    """One installation serves one municipality: a mistaken path must not retire all of it."""
    wanted = description.municipality
    other = Municipality.objects.exclude(code=wanted.code).order_by("pk").first()
    if other is not None:
        mistakes = Mistakes()
        message = f"this database serves {other.code!r}: load {wanted.code!r} into its own"
        mistakes.add(wanted.origin, message, key="code")
        raise MunicipalityRefused(mistakes)
