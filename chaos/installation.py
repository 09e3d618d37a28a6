"""An installation of its own, served as in earnest, whose web processes can be found and killed."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FOREIGN: Final = ("DATABASE_URL", "SECRET_KEY", "SITE_URL", "EMAIL_URL", "EMAIL_FROM")
_READY_SECONDS: Final = 90
_STOP_SECONDS: Final = 15


@dataclass(frozen=True)
class Installation:
    url: str
    folder: Path
    supervisor: subprocess.Popen[bytes]

    def web_processes(self) -> list[int]:
        """The web processes that live now: children of this supervisor, nobody else's."""
        children = Path(f"/proc/{self.supervisor.pid}/task/{self.supervisor.pid}/children")
        return [pid for pid in map(int, children.read_text().split()) if _is_web(pid)]

    def kill(self, pid: int) -> bool:
        """SIGKILL to one of its web processes; False where it was gone already."""
        if pid not in self.web_processes():
            return False
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            return True
        return False


def _is_web(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return b"aitima.runtime.child" in words and b"web" in words
    return False


def prepare(processes: int) -> Path:
    """Point the settings at an empty folder; nothing of the shell's own installation is touched."""
    from aitima.runtime.listening import free_port  # noqa: PLC0415 - after the environment

    folder = Path(os.environ.get("AITIMA_VAR") or "var").resolve() / "chaos"
    if (folder / "postgres" / "data" / "postmaster.pid").exists():
        sys.exit(f"chaos: a database may still run in {folder}; stop it, and remove the folder.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in list(os.environ):
        if name in _FOREIGN or name.startswith("AITIMA_"):
            del os.environ[name]
    os.environ |= {
        "AITIMA_LIMITS_TIMES": "1000000",  # everything comes from one address
        "AITIMA_VAR": str(folder),
        "AITIMA_PORT": str(free_port()),
        "AITIMA_WEB_PROCESSES": str(processes),
        "EMAIL_URL": f"smtp://127.0.0.1:{free_port()}",
        "DJANGO_SETTINGS_MODULE": "aitima.config.settings",
    }
    return folder


@contextmanager
def served(folder: Path) -> Iterator[Installation]:
    """`aitima serve`, until the block ends."""
    log = folder / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "aitima", "serve"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            process_group=0,
        )
    try:
        _wait(process, log)
        yield Installation(f"http://127.0.0.1:{os.environ['AITIMA_PORT']}", folder, process)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(_STOP_SECONDS)


def _wait(process: subprocess.Popen[bytes], log: Path) -> None:
    limit = time.monotonic() + _READY_SECONDS
    while "Aitima is ready at" not in log.read_text(encoding="utf-8"):
        if process.poll() is not None or time.monotonic() > limit:
            sys.exit(f"chaos: the system did not start:\n{log.read_text(encoding='utf-8')}")
        time.sleep(0.1)
