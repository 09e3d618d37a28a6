"""Run everything and print one table."""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench import installation

if TYPE_CHECKING:
    from bench.figures import Figures

REQUESTS = 100_000


def main() -> None:
    arguments = _arguments()
    folder = installation.prepare_environment()

    import django  # noqa: PLC0415 - after the environment

    from aitima.runtime.postgres import Server  # noqa: PLC0415
    from aitima.runtime.progress import console  # noqa: PLC0415
    from bench.figures import Figure, Figures  # noqa: PLC0415

    figures = Figures(console)
    begun = time.perf_counter()
    with Server(folder):
        figures.add(Figure("database, first start", time.perf_counter() - begun, "s"))
        django.setup()
        try:
            _measure(arguments, folder, figures)
        finally:
            _hang_up()
    figures.write(folder / "bench.json", folder.parent / "bench.json")
    console.print(figures.table())
    console.print(f"Written to {folder / 'bench.json'}")
    if figures.missed:
        sys.exit(1)


def _measure(arguments: argparse.Namespace, folder: Path, figures: "Figures") -> None:
    from django.conf import settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from aitima.runtime import preparing, serving  # noqa: PLC0415
    from bench import (  # noqa: PLC0415
        loading,
        nearby,
        pages,
        public,
        submissions,
        suggestions,
    )
    from bench.figures import Figure  # noqa: PLC0415

    at = timezone.now()
    lesvos = settings.PACKAGE / "municipalities" / "lesvos"
    if arguments.nearby:
        loading.load(nearby.TOLD, lesvos, figures, at=at)
        nearby.multiply(arguments.nearby)
        nearby.measure(figures)
        return
    loading.load(arguments.requests, lesvos, figures, at=at)
    preparing.collect_static_files()
    installation.make_ceiling_tables()
    count, log = serving.web_processes(), folder / "web.log"
    with installation.web(installation.SYSTEM, count, log) as system:
        figures.add(Figure("web processes ready", installation.wait_for(system, count), "s"))
        if not arguments.submissions:
            pages.measure(system, figures, at=timezone.now())
            public.measure(system, figures)
            suggestions.measure(system, figures)
        with installation.web(installation.CEILING, count, log) as ceiling:
            installation.wait_for(ceiling, count)
            submissions.measure(system, ceiling, figures, at=timezone.now())


def _hang_up() -> None:
    from django.db import connection  # noqa: PLC0415

    connection.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--requests", type=int, default=REQUESTS, help="how many to load")
    parser.add_argument("--nearby", type=int, help="measure only “already known?”, among so many")
    parser.add_argument("--submissions", action="store_true", help="measure only submissions")
    return parser.parse_args()


if __name__ == "__main__":
    main()
