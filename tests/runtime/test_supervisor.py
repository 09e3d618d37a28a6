"""Processes that die are started again; all of them stop when asked to."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from aitima.runtime import supervisor as supervising
from aitima.runtime.supervisor import Child, Supervisor
from tests.support.system import wait_until


@dataclass
class Told:
    lines: list[str] = field(default_factory=list)

    def __call__(self, line: str) -> None:
        self.lines.append(line)


class Script(Child):
    """A child that runs a line of Python in place of a role."""

    def command(self) -> list[str]:
        return [sys.executable, "-c", *self.words]


SLEEPS = "import time; time.sleep(60)"
KILLED_PARENT = """
import os, subprocess, sys
code = "import time; from aitima.runtime import child; child.follow_the_parent(); time.sleep(60)"
process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE)
open(sys.argv[1], "w").write(str(process.pid))
os.kill(os.getpid(), 9)
"""
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def pid_of(child: Child) -> int:
    assert child.process is not None
    return child.process.pid


def test_a_dead_child_is_started_again_after_growing_pauses() -> None:
    told = Told()
    child = Script("worker", [SLEEPS])
    family = Supervisor([child], database=None, tell=told)
    family.start()
    pauses = []

    for _ in range(2):
        os.kill(pid_of(child), signal.SIGKILL)
        pauses.append(child.pause)
        wait_until(lambda: not child.is_alive())
        wait_until(lambda: revived(family, child))
    family.stop()

    assert pauses == [supervising.FIRST_PAUSE, 2 * supervising.FIRST_PAUSE]
    assert told.lines[0].startswith("worker stopped unexpectedly")


def test_a_stubborn_child_is_killed_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "STOP_SECONDS", 0.5)
    child = Script("web", [STUBBORN])
    family = Supervisor([child], database=None, tell=Told())
    family.start()
    time.sleep(0.3)
    pid = pid_of(child)

    family.stop()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_words_of_a_child_go_to_its_log(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "web.log"
    child = Script("web", ["print('here')"], log=log)

    child.start()
    child.end(time.monotonic() + 10)

    assert log.read_text() == "here\n"


def test_a_child_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    note = tmp_path / "child"

    subprocess.run([sys.executable, "-c", KILLED_PARENT, str(note)], check=False)

    child = int(note.read_text())
    wait_until(lambda: not lives(child))


def revived(family: Supervisor, child: Child) -> bool:
    family.look_after()
    return child.is_alive()


def lives(pid: int) -> bool:
    """Tell whether it runs; nobody may have taken note of its end yet."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
