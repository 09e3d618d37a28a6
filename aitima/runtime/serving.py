"""Serving an installation: which processes, and how their readiness is seen."""

import json
import os
import socket
from collections.abc import Callable
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

from django.conf import settings

from aitima.runtime import listening
from aitima.runtime.errors import CannotRun
from aitima.runtime.progress import console, step
from aitima.runtime.reloading import watch_for_changes
from aitima.runtime.supervisor import Child, Database, Supervisor

READY_SECONDS: Final = 60
LOGS: Final = "logs"


def web_processes() -> int:
    return settings.AITIMA_WEB_PROCESSES or os.cpu_count() or 1


def web(descriptor: int, count: int, logs: Path | None) -> list[Child]:
    return [
        Child(f"web {number}", ("web", str(descriptor)), (descriptor,), _log(logs, "web"))
        for number in range(1, count + 1)
    ]


def worker(logs: Path | None) -> Child:
    return Child("worker", ("worker",), log=_log(logs, "worker"))


def inbox(logs: Path | None) -> Child:
    return Child("demo inbox", ("inbox",), log=_log(logs, "inbox"))


def serve(
    children: list[Child],
    *,
    database: Database | None,
    when_ready: Callable[[], None],
    is_ready: Callable[[], bool],
    meanwhile: Callable[[], None] | None = None,
    reload: bool = False,
) -> None:
    """Run the processes until somebody asks to stop; then stop them and return.

    What is to be done meanwhile is done while they start.
    """
    supervisor = Supervisor(children, database=database, tell=_tell)
    try:
        supervisor.start()
        if meanwhile is not None:
            meanwhile()
        supervisor.heed_signals()
        with step("Starting the processes"):
            ready = supervisor.wait_until(is_ready, READY_SECONDS)
        if supervisor.is_asked_to_stop:
            return
        if not ready:
            raise CannotRun(f"Not ready after {READY_SECONDS} s; see {_logs_of(children)}.")
        when_ready()
        if reload:
            watch_for_changes(settings.PACKAGE, supervisor.renew)
        supervisor.watch()
        console.print("Stopping …")
    finally:
        supervisor.stop()


def answers(*parts: str) -> bool:
    """Tell whether `/healthz` calls these parts well: database, worker."""
    address = (_loopback(settings.AITIMA_HOST), settings.AITIMA_PORT)
    with (
        suppress(OSError, HTTPException, ValueError),
        closing(HTTPConnection(*address, timeout=5)) as connection,
    ):
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        report = json.loads(connection.getresponse().read())
        return all(report.get(part) == "ok" for part in parts)
    return False


def open_socket() -> socket.socket:
    return listening.bind(settings.AITIMA_HOST, settings.AITIMA_PORT)


def _loopback(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound


def _log(folder: Path | None, name: str) -> Path | None:
    return folder / f"{name}.log" if folder else None


def _logs_of(children: list[Child]) -> str:
    logs = sorted({str(child.log) for child in children if child.log})
    return ", ".join(logs) or "what was said above"


def _tell(line: str) -> None:
    console.print(f"[yellow]{line}[/yellow]")
