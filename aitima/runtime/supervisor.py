"""Starts the processes of an installation, watches them, and stops them in the right order."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final, Protocol

FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0
STEADY_SECONDS: Final = 5.0  # what dies at its start dies before; after it a death is a first one
LOOK_EVERY: Final = 0.2
STOP_SECONDS: Final = 5.0
DATABASE_SECONDS: Final = 3.5
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LARGEST_LOG: Final = 10_000_000

type Tell = Callable[[str], None]


class Database(Protocol):
    """The embedded server, as far as it is watched here."""

    def start(self) -> object: ...
    def stop(self, *, seconds: float) -> bool: ...
    def is_running(self) -> bool: ...


@dataclass
class Child:
    """One process: the role it plays, the descriptors it inherits, where its words go."""

    name: str
    words: Sequence[str]
    descriptors: tuple[int, ...] = ()
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = field(default=0.0)

    def command(self) -> list[str]:
        return [sys.executable, "-m", "aitima.runtime.child", *self.words]

    def start(self) -> None:
        """Start it in a process group of its own, where Ctrl-C in the terminal does not reach."""
        output = _open_log(self.log) if self.log else None
        self.process = subprocess.Popen(
            self.command(),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            pass_fds=self.descriptors,
            process_group=0,
        )
        self.started = time.monotonic()
        if output is not None:
            os.close(output)

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def look_after(self, tell: Tell) -> None:
        """Start it again when it died, each time after a longer pause."""
        now = time.monotonic()
        if self.is_alive() or now < self.due:
            return
        if self.process is not None:
            lived = now - self.started
            self.pause = FIRST_PAUSE if lived > STEADY_SECONDS else self.pause
            tell(f"{self.name} stopped unexpectedly{self._where()}; again in {self.pause:g} s.")
            self.due, self.pause = now + self.pause, min(self.pause * 2, LONGEST_PAUSE)
            self._forget()
            return
        self.start()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, limit: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(limit - time.monotonic(), 0.05))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._forget()

    def _forget(self) -> None:
        if self.process is not None and self.process.stdin is not None:
            self.process.stdin.close()
        self.process = None

    def _where(self) -> str:
        return f" (see {self.log})" if self.log else ""


class Supervisor:
    """The children in the order of their start, and the database below them."""

    def __init__(self, children: Sequence[Child], *, database: Database | None, tell: Tell) -> None:
        self.children = children
        self.database = database
        self.tell = tell
        self._asked = threading.Event()
        self._renewal = threading.Event()

    def start(self) -> None:
        for child in self.children:
            child.start()

    def heed_signals(self) -> None:
        """Take Ctrl-C and its like for a wish to stop in good order, from now on."""
        for number in SIGNALS:
            signal.signal(number, self._ask_to_stop)

    def watch(self) -> None:
        """Look after everything until asked to stop."""
        while not self._asked.wait(LOOK_EVERY):
            if self._renewal.is_set():
                self._renewal.clear()
                self._stop_children()
            self.look_after()

    def look_after(self) -> None:
        if self.database is not None and not self.database.is_running():
            self.tell("The database stopped unexpectedly; it is started again.")
            self.database.start()
        for child in self.children:
            child.look_after(self.tell)

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> bool:
        """Look after the children until they are ready; tell whether that came about in time."""
        limit = time.monotonic() + seconds
        while not self._asked.wait(LOOK_EVERY / 2):
            if ready():
                return True
            if time.monotonic() > limit:
                return False
            self.look_after()
        return False

    @property
    def is_asked_to_stop(self) -> bool:
        return self._asked.is_set()

    def renew(self) -> None:
        """Have the children replaced, for the code has changed."""
        self._renewal.set()

    def stop(self) -> None:
        """Stop the children, then the database, which no one uses any more."""
        self.heed_signals()  # a second Ctrl-C does not leave half of it running
        self._stop_children()
        if self.database is not None:
            self.database.stop(seconds=DATABASE_SECONDS)

    def _stop_children(self) -> None:
        limit = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.end(limit)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._asked.set()


def _open_log(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
