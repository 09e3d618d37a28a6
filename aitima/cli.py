"""The `aitima` command: thin; what it does stands in the packages below."""

import io
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer
from rich.table import Table

from aitima.config.errors import ImproperEnvironment
from aitima.runtime.errors import CannotRun
from aitima.runtime.progress import console

HELP = """
Aitima: citizens' requests to a Greek municipality, from the report to the answer.

Try it with "aitima demo". Settings come from the environment (AITIMA_HOST, AITIMA_PORT,
AITIMA_VAR, DATABASE_URL, SITE_URL, EMAIL_URL, …); docs/settings.md lists them all.
"""
app = typer.Typer(
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run a command; what an operator can mend is told in one line, without a trace."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aitima.config.settings")
    # SIGINT too: a shell without job control starts what is in the background deaf to it.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)


@app.command()
def demo(
    *,
    reload: Annotated[bool, typer.Option(help="Follow changes of the code.")] = False,
) -> None:
    """Serve a municipality with sample requests.

    Database, worker, live updates and a mailbox are included; nothing else is needed.
    """
    os.environ["AITIMA_DEMO"] = "true"
    if reload:
        os.environ["AITIMA_DEBUG"] = "true"
    with _installation():
        from aitima.runtime import demonstration  # noqa: PLC0415 - needs Django set up

        demonstration.run(reload=reload)


@app.command()
def serve(
    *,
    worker: Annotated[bool, typer.Option(help="Run a worker beside the web processes.")] = True,
) -> None:
    """Serve the pages and the live updates.

    A worker, which sends the messages, runs beside them unless told otherwise.
    """
    with _installation():
        from aitima.runtime import production  # noqa: PLC0415

        production.serve(with_worker=worker)


@app.command()
def worker() -> None:
    """Run one worker more, to send messages.

    It also does whatever else is due; as many may run as the work needs.
    """
    with _installation():
        from aitima.runtime import production  # noqa: PLC0415

        production.work()


@app.command()
def migrate() -> None:
    """Create the tables, or bring them up to date."""
    with _installation():
        from aitima.runtime import preparing  # noqa: PLC0415

        with preparing.database():
            count = preparing.migrate()
        console.print(f"{count} migrations applied." if count else "The tables are up to date.")


@app.command()
def load_municipality(
    path: Annotated[Path, typer.Argument(help="The folder with municipality.toml.")],
) -> None:
    """Load or update a municipality from its folder.

    The folder holds its chart, services, routing, places and outlines.

    Loading again changes only what changed; with any mistake in the folder nothing is loaded.
    """
    with _installation():
        from aitima.runtime import preparing  # noqa: PLC0415

        with preparing.database():
            preparing.refuse_old_tables()
            console.print(str(preparing.load_municipality(path)))


@app.command()
def load_assets(
    file: Annotated[Path, typer.Argument(help="A CSV file: code, service, lat, lon, …")],
    *,
    complete: Annotated[bool, typer.Option(help="The file names all: retire the others.")] = False,
) -> None:
    """Load or update things with a number on them: lamp posts, bins, benches.

    Loading again changes only what changed; with any mistake in the file nothing is loaded.
    """
    with _installation():
        from aitima.runtime import preparing  # noqa: PLC0415

        with preparing.database():
            preparing.refuse_old_tables()
            console.print(str(preparing.load_assets(file, complete=complete)))


@app.command()
def asset_labels(
    output: Annotated[Path, typer.Argument(help="The PDF to write.")],
    *,
    service: Annotated[str, typer.Option(help="Only what belongs to this service.")] = "",
) -> None:
    """Write labels with QR codes for the things that have a number."""
    with _installation():
        from aitima.runtime import preparing  # noqa: PLC0415

        with preparing.database():
            preparing.refuse_old_tables()
            count = preparing.asset_labels(output, service=service)
        console.print(f"{count} labels written to {output}.")


@app.command()
def create_staff(
    username: str,
    *,
    name: Annotated[str, typer.Option(help="The full name, as colleagues know it.")],
    unit: Annotated[str, typer.Option(help="The unit's code in the chart.")] = "",
    role: Annotated[
        str,
        typer.Option(help="head, deputy, officer, counter, administration or auditor."),
    ] = "",
    email: Annotated[str, typer.Option(help="Where messages about work go.")] = "",
) -> None:
    """Make an account for a member of staff.

    The password is asked for, or read from a pipe.

    Without a role it is one of a system administrator, who sees no citizen's data.
    """
    with _installation():
        from aitima.runtime import preparing  # noqa: PLC0415

        password = _ask_password()
        with preparing.database():
            preparing.refuse_old_tables()
            user = preparing.create_staff(
                username, password, full_name=name, email=email, unit_code=unit, role=role
            )
        console.print(f"{user.full_name} may sign in as {user.username}.")


@app.command()
def import_requests(
    file: Annotated[Path, typer.Argument(help="The CSV file of the other system.")],
    mapping: Annotated[Path, typer.Option(help="How its columns are read (TOML).")],
) -> None:
    """Import requests from another system.

    Bad rows are left out and reported in a file, each with its line and the reason.

    The same file may be imported again: what is there already is left as it is.
    """
    with _installation():
        from aitima.runtime import preparing  # noqa: PLC0415

        with preparing.database():
            preparing.refuse_old_tables()
            passed = preparing.import_requests(file, mapping)
    raise typer.Exit(0 if passed else 1)


@app.command()
def suggest_service(
    text: Annotated[str, typer.Argument(help="What a citizen writes; - reads a text a line.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="One JSON list a text, on a line.")] = False,
) -> None:
    """Rank the services that a text may be about.

    Asks what the running installation has learned; where none runs, the municipality that ships
    with Aitima. Starts no database.
    """
    with _installation():
        from aitima.runtime import suggesting  # noqa: PLC0415

        ranker = suggesting.ranker()
        for one in _lines_of_input() if text == "-" else [text]:
            if json:
                print(ranker.line(one), flush=True)  # noqa: T201 - for programs
            else:
                console.print(ranker.table(one))


@app.command()
def block_contact(
    contact: Annotated[str, typer.Argument(help="An e-mail, a domain (example.org), a telephone.")],
    *,
    reason: Annotated[str, typer.Option(help="Why, for colleagues.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take it off the list again.")] = False,
) -> None:
    """Refuse reports that give this contact; who sends one is asked to telephone.

    The list keeps no address in clear.
    """
    with _installation():
        from django.utils import timezone  # noqa: PLC0415

        from aitima.accounts import blocking  # noqa: PLC0415
        from aitima.runtime import preparing  # noqa: PLC0415

        with preparing.database():
            preparing.refuse_old_tables()
            now = timezone.now()
            if undo and not blocking.unblock(contact, reason=reason, at=now):
                raise typer.Exit(_not_blocked(contact))
            if not undo:
                blocking.block(contact, reason=reason, at=now)
        console.print(f"{contact} is {'free again' if undo else 'blocked, within a minute'}.")


def _not_blocked(contact: str) -> int:
    console.print(f"{contact} is not blocked.")
    return 1


@app.command()
def check() -> None:
    """Verify every request's history.

    Also looks at the database, its tables, the worker and unsent messages.
    """
    with _installation():
        from aitima.runtime import checking, preparing  # noqa: PLC0415

        with preparing.database():
            findings = checking.check()
    table = Table(show_header=False, box=None)
    for finding in findings:
        table.add_row("[green]ok[/green]" if finding.passed else "[red]NO[/red]", finding.text)
    console.print(table)
    raise typer.Exit(0 if all(finding.passed for finding in findings) else 1)


@contextmanager
def _installation() -> Iterator[None]:
    """Set Django up for a command, and tell in one line what went wrong."""
    try:
        import django  # noqa: PLC0415 - `aitima --help` needs none of it

        django.setup()
        with _mendable():
            yield
    except (CannotRun, ImproperEnvironment) as error:
        _give_up(str(error))


@contextmanager
def _mendable() -> Iterator[None]:
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    from aitima.municipalities.mistakes import MunicipalityRefused  # noqa: PLC0415
    from aitima.runtime.postgres.errors import DatabaseFailed  # noqa: PLC0415
    from aitima.service_requests.importing.mapping import MappingRefused  # noqa: PLC0415

    try:
        yield
    except ValidationError as error:
        raise CannotRun(" ".join(error.messages)) from error
    except (DatabaseFailed, MappingRefused, MunicipalityRefused) as error:
        raise CannotRun(str(error)) from error


def _ask_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    answer: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer


def _lines_of_input() -> Iterator[str]:
    """Each line as soon as it comes, in UTF-8 whatever the terminal thinks."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    return (line.rstrip("\r\n") for line in sys.stdin)


def _give_up(line: str) -> NoReturn:
    typer.echo(f"aitima: {line}", err=True)
    raise typer.Exit(1)


def _interrupt(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise KeyboardInterrupt
