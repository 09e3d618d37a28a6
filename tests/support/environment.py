"""The environment of a test run: a data folder of its own, nothing from the developer's shell."""

import atexit
import os
import shutil
import signal
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from tools.messages import compile_catalogue

PREFIX: Final = "aitima-tests-"
KEPT: Final = frozenset({"AITIMA_TEST_DATA"})
OURS: Final = ("DATABASE_URL", "SECRET_KEY", "SITE_URL", "EMAIL_URL", "EMAIL_FROM")


def is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def worker_name() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "alone")


def prepare() -> None:
    """Point the settings at a folder of this run; workers inherit the controller's."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.support.settings"
    if is_worker():
        return
    compile_catalogue()
    for name in list(os.environ):
        if name in OURS or (name.startswith("AITIMA_") and name not in KEPT):
            del os.environ[name]
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    os.environ["AITIMA_VAR"] = str(folder)
    (folder / "static").mkdir()
    os.environ["SITE_URL"] = "http://testserver"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps a loop in the main thread
    atexit.register(remove, folder)


def remove(folder: Path) -> None:
    """Stop the run's database, if one was started, and remove its folder."""
    pid_file = folder / "postgres" / "data" / "postmaster.pid"
    with suppress(OSError, ValueError, IndexError):
        pid = int(pid_file.read_text(encoding="utf-8").splitlines()[0])
        os.kill(pid, signal.SIGQUIT)
        _wait_for_the_end(pid)
    shutil.rmtree(folder, ignore_errors=True)


def _wait_for_the_end(pid: int) -> None:
    for _ in range(100):
        os.kill(pid, 0)
        time.sleep(0.02)


def _sweep() -> None:
    """Remove what runs left behind that were killed before they could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(ValueError, PermissionError):
            pid = int(folder.name.removeprefix(PREFIX).split("-")[0])
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                remove(folder)
