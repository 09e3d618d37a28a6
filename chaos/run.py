"""One storm from the empty folder to the table."""

import argparse
import os
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils import timezone

from aitima.runtime import preparing
from aitima.runtime.progress import console
from chaos import installation
from chaos.storm import Storm
from chaos.verdict import Verdict, verdicts

PAGE: Final = Path(__file__).resolve().parent.parent / "docs" / "reliability.md"
_BEGIN: Final = "<!-- chaos: begin -->"
_END: Final = "<!-- chaos: end -->"
_SHOWN: Final = 20


def run(folder: Path, arguments: argparse.Namespace) -> int:
    """Return 0 where every promise was kept and every kill was done."""
    _load()
    with installation.served(folder) as served:
        storm = Storm(served, arguments.reporters, arguments.kills, arguments.seed)
        storm.rage()
        found = list(verdicts(storm.outcomes))
        connection.close()
    lines = _table(storm, found)
    console.print("\n".join([*lines, *_broken(found)]), markup=False)
    if arguments.write:
        _write(lines)
    kept = not any(verdict.broken for verdict in found)
    return 0 if kept and storm.killed == arguments.kills else 1


def _load() -> None:
    with preparing.database():
        preparing.migrate()
        preparing.load_municipality(settings.PACKAGE / "municipalities" / "lesvos")


def _table(storm: Storm, found: Sequence[Verdict]) -> list[str]:
    cut_off = sum(outcome.failures for outcome in storm.outcomes)
    photos = sum(outcome.photos for outcome in storm.outcomes)
    storm_words = (
        f"{timezone.localdate():%Y-%m-%d}, {_machine()}: {storm.killed} web processes killed with "
        f"SIGKILL in {storm.seconds:.0f} s under {storm.reporters} concurrent reporters, "
        f"{len(storm.outcomes)} reports with {photos} photos; {cut_off} answers were cut off or "
        "failed and were asked for again."
    )
    head = ["| promise | looked at | broken |", "|---|---:|---:|"]
    rows = [f"| {one.promise} | {one.cases} | {len(one.broken)} |" for one in found]
    return [storm_words, "", *head, *rows]


def _machine() -> str:
    system = f"{platform.system()} {platform.machine()}"
    return f"{system}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _broken(found: Sequence[Verdict]) -> list[str]:
    return [f"BROKEN: {one.promise}: {case}" for one in found for case in one.broken[:_SHOWN]]


def _write(lines: Sequence[str]) -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    PAGE.write_text("\n".join([before + _BEGIN, "", *lines, "", _END + after]), encoding="utf-8")
