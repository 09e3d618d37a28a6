"""An installation of its own for measuring: folder, database, processes; all ended at the end."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from aitima.runtime.listening import free_port

CEILING: Final = "bench.ceiling.settings"
SYSTEM: Final = "aitima.config.settings"
_FOREIGN: Final = ("DATABASE_URL", "SECRET_KEY", "SITE_URL", "EMAIL_URL", "EMAIL_FROM")
_READY_SECONDS: Final = 60


def prepare_environment() -> Path:
    """Point the settings at an empty folder; nothing of the shell's own installation is touched."""
    folder = Path(os.environ.get("AITIMA_VAR") or "var").resolve() / "bench"
    _refuse_running(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in list(os.environ):
        if name in _FOREIGN or name.startswith("AITIMA_"):
            del os.environ[name]
    os.environ["AITIMA_VAR"] = str(folder)
    os.environ["AITIMA_PORT"] = str(free_port())
    os.environ["AITIMA_LIMITS_TIMES"] = "1000000"  # everything comes from one address
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{free_port()}"
    os.environ["DJANGO_SETTINGS_MODULE"] = SYSTEM
    return folder


def _refuse_running(folder: Path) -> None:
    pid_file = folder / "postgres" / "data" / "postmaster.pid"
    try:
        os.kill(int(pid_file.read_text(encoding="utf-8").splitlines()[0]), 0)
    except (OSError, ValueError, IndexError):
        return
    sys.exit(f"bench: a database still runs in {folder}; stop it, or set AITIMA_VAR to another.")


@contextmanager
def web(settings: str, processes: int, log: Path) -> Iterator[int]:
    """Serve under the given settings by the system's own web processes; yields the port."""
    from aitima.runtime.supervisor import Child, Supervisor  # noqa: PLC0415 - after the environment

    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", 0))
        listening.listen(512)
        port = int(listening.getsockname()[1])
        descriptor = listening.fileno()
        os.set_inheritable(descriptor, True)  # noqa: FBT003
        children = [
            Child(f"web {number}", ("web", str(descriptor)), (descriptor,), log)
            for number in range(processes)
        ]
        supervisor = Supervisor(children, database=None, tell=print)
        with _settings(settings):
            supervisor.start()
        try:
            yield port
        finally:
            supervisor.stop()


@contextmanager
def worker(log: Path) -> Iterator[None]:
    from aitima.runtime.supervisor import Child, Supervisor  # noqa: PLC0415

    roles = [Child(role, (role,), (), log) for role in ("inbox", "worker")]
    supervisor = Supervisor(roles, database=None, tell=print)
    supervisor.start()
    try:
        yield
    finally:
        supervisor.stop()


def wait_for(port: int, processes: int) -> float:
    """Wait until every process answers, as far as that can be seen; returns the seconds."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < _READY_SECONDS:
        if _answers(port):
            return time.perf_counter() - begun
        time.sleep(0.02)
    raise TimeoutError(f"{processes} web processes are not ready after {_READY_SECONDS} s")


def _answers(port: int) -> bool:
    from http.client import HTTPConnection, HTTPException  # noqa: PLC0415

    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status in {200, 503}
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def make_ceiling_tables() -> None:
    """Create the three tables of the bare view; it has no migrations."""
    command: Sequence[str] = [sys.executable, "-m", "django", "migrate", "--run-syncdb", "-v0"]
    with _settings(CEILING):
        subprocess.run(command, check=True)


@contextmanager
def _settings(module: str) -> Iterator[None]:
    before = os.environ["DJANGO_SETTINGS_MODULE"]
    os.environ["DJANGO_SETTINGS_MODULE"] = module
    try:
        yield
    finally:
        os.environ["DJANGO_SETTINGS_MODULE"] = before
