"""`aitima demo`: everything on this machine, from an empty folder to the first page."""

import os

from django.conf import settings
from rich.box import SIMPLE_HEAD
from rich.table import Table

from aitima.config import env
from aitima.runtime import listening, preparing, serving
from aitima.runtime.progress import console


def run(*, reload: bool) -> None:
    open_socket = serving.open_socket()
    logs = None if reload else settings.AITIMA_VAR / serving.LOGS
    children = [
        *serving.web(open_socket.fileno(), _web_processes(reload=reload), logs),
        serving.worker(logs),
    ]
    if not env.EMAIL_URL.read(os.environ):
        _receive_mail_here()
        children.append(serving.inbox(logs))
    with preparing.database() as database:
        prepare()
        serving.serve(
            children,
            database=database,
            when_ready=welcome,
            is_ready=lambda: serving.answers("database", "worker"),
            meanwhile=lambda: preparing.sample_requests(settings.AITIMA_DEMO_REQUESTS),
            reload=reload,
        )


def prepare() -> None:
    preparing.migrate()
    preparing.load_municipality(settings.PACKAGE / "municipalities" / "lesvos")
    if not settings.DEBUG:
        preparing.collect_static_files()


def welcome() -> None:
    """Say where it is and who may sign in."""
    from aitima.demo.accounts import ACCOUNTS  # noqa: PLC0415

    table = Table("User name", "Password", "Who", "Ποιος", box=SIMPLE_HEAD, pad_edge=False)
    for account in ACCOUNTS:
        table.add_row(account.username, account.password, account.name_en, account.name_el)
    console.print()
    console.print(table)
    console.print(f"Staff sign in at {settings.SITE_URL}/workspace/")
    console.print(f"Mail arrives at {settings.SITE_URL}/demo/inbox/")
    console.print(f"Aitima is ready at {settings.SITE_URL}")
    console.print("Ctrl-C stops it.")


def _web_processes(*, reload: bool) -> int:
    return 1 if reload else serving.web_processes()


def _receive_mail_here() -> None:
    """Point this process and its children at a mailbox of the demo's own.

    Any port will do, and none is fixed: two demonstrations never share a mailbox.
    """
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{listening.free_port()}"
