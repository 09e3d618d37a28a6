"""The whole system, running for real beside the tests: web, streams, worker, mailbox.

Every test that asks for `system` shares one, and Django's connection in the test looks into the
same database. Nothing is rolled back: such a test counts on what it made itself.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest

from aitima.runtime.listening import free_port
from tests.support.database import databases, point_at
from tests.support.environment import OURS, worker_name

READY_SECONDS: Final = 90
STOP_SECONDS: Final = 12
PATIENCE: Final = 15.0


@dataclass(frozen=True)
class System:
    """Where the system is, and what its mailbox received."""

    url: str
    var: Path

    def get(self, path: str) -> tuple[int, str]:
        """Ask for a page, without a browser and without a session."""
        with closing(HTTPConnection(urlsplit(self.url).netloc, timeout=10)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def mails(self, to: str = "") -> list[EmailMessage]:
        """Return the mails that arrived, the oldest first; only those to an address, if given."""
        found = [
            message_from_bytes(file.read_bytes(), policy=policy.default)
            for file in sorted((self.var / "demo-inbox").glob("*.eml"))
        ]
        return [mail for mail in found if to in str(mail["to"])]

    def wait_for_mails(self, count: int, to: str = "") -> list[EmailMessage]:
        wait_until(lambda: len(self.mails(to)) >= count)
        return self.mails(to)


def wait_until(happened: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for something that another process does; fail where it does not come about."""
    limit = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > limit:
            pytest.fail(f"It did not come about within {seconds:.0f} s.")
        time.sleep(0.05)


def run_system(folder: Path) -> Iterator[System]:
    """Run `aitima demo` on a database of its own until the session ends."""
    port = free_port()
    log = folder / "system.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "aitima", "demo"],
            env=_environment(folder, port),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            process_group=0,
        )
    try:
        _wait_until_ready(process, log)
        yield System(f"http://127.0.0.1:{port}", folder)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(STOP_SECONDS)


def look_into_its_database() -> None:
    """Point Django's connection at the system's database, which is made at first use."""
    name = _database()
    if name not in databases.clones:
        databases.clone("lesvos", name)
    point_at(name)


def _database() -> str:
    return f"{worker_name()}_system"


def _environment(folder: Path, port: int) -> dict[str, str]:
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith("AITIMA_") and name not in OURS
    }
    return kept | {
        "DJANGO_SETTINGS_MODULE": "aitima.config.settings",
        "DATABASE_URL": databases.url(_database()),
        "AITIMA_VAR": str(folder),
        "AITIMA_PORT": str(port),
        "AITIMA_WEB_PROCESSES": "1",
        "AITIMA_DEMO_REQUESTS": "40",
        "AITIMA_LIMITS_TIMES": "1000",  # everything comes from one address
    }


def _wait_until_ready(process: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + READY_SECONDS
    while "Aitima is ready at" not in log.read_text(encoding="utf-8"):
        if process.poll() is not None or time.monotonic() > limit:
            pytest.fail(f"The system did not start:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.1)
