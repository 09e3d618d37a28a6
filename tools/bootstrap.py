"""Everything a fresh clone needs, with nothing but a `python3` (3.9 or newer) to begin with.

Finds or gets uv, makes `.venv` with Python 3.12 or newer, installs the locked packages, builds the
front-end assets and compiles the translations. A second run only looks whether anything changed.
Proxies and package indices are whatever the environment of uv and pip says.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OWN_UV = ROOT / ".tools" / "uv"
STAMP = VENV / ".aitima-stamp"
LOCK = ROOT / "requirements-dev.lock"
OLDEST = "3.12"


class Missing(Exception):
    """Something is not on this machine; the message is one line that names the remedy."""


def main() -> int:
    try:
        uv = Uv(find_uv())
        make_environment(uv)
        install_packages(uv)
        run_step("Building the front-end assets", [PYTHON, ROOT / "tools" / "build_assets.py"])
        run_step("Compiling the translations", [PYTHON, ROOT / "tools" / "messages.py", "compile"])
    except Missing as missing:
        print(f"Aitima: {missing}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


class Uv:
    """The uv program; where its own index fails, the one that pip is set to use is tried."""

    def __init__(self, command: list[str]) -> None:
        self.command = command
        self.environment = {
            name: text for name, text in os.environ.items() if name != "VIRTUAL_ENV"
        }

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run(words, self.environment)

    def fetch(self, *words: str) -> None:
        """Run a command that needs the network; raise what uv said when nothing helped."""
        done = self.run(*words)
        other_index = index_of_pip(self.environment) if done.returncode else {}
        if other_index:
            done = self._run(words, {**self.environment, **other_index})
        if done.returncode:
            print(done.stderr, file=sys.stderr)
            raise Missing("the packages could not be installed (see above): is the network there?")

    def _run(
        self, words: Sequence[str], environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.command, *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )


def find_uv() -> list[str]:
    on_path = shutil.which("uv")
    candidates = [[on_path]] if on_path else []
    candidates += [[str(OWN_UV / "bin" / "uv")]]
    for candidate in candidates:
        if works([*candidate, "--version"]):
            return candidate
    say("Getting uv")
    return get_uv()


def get_uv() -> list[str]:
    """Get uv into the project's folder; Debian's Python may lack venv, pip, or both."""
    shutil.rmtree(OWN_UV, ignore_errors=True)
    command = [str(OWN_UV / "bin" / "uv")]
    if works([sys.executable, "-m", "venv", str(OWN_UV)]):
        installed = works([str(OWN_UV / "bin" / "python"), "-m", "pip", "install", "-q", "uv"])
    else:
        shutil.rmtree(OWN_UV, ignore_errors=True)
        target = ["--target", str(OWN_UV), "uv"]
        installed = works([sys.executable, "-m", "pip", "install", "-q", *target])
    if installed and works([*command, "--version"]):
        return command
    raise Missing(
        "uv is needed and could not be fetched: install it (https://docs.astral.sh/uv/), or give "
        "this Python pip (Debian: apt install python3-venv), and look whether the network is there."
    )


def index_of_pip(environ: Mapping[str, str]) -> dict[str, str]:
    """Return uv's variables for the index that pip is set to use, unless uv has its own.

    pip asks all its indices alike; the hashes of the lock file say what is taken from them.
    """
    files = [Path("/etc/uv/uv.toml"), Path("~/.config/uv/uv.toml").expanduser()]
    names = ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_CONFIG_FILE")
    if any(environ.get(name) for name in names) or any(file.exists() for file in files):
        return {}
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    found = {}
    for line in listed.splitlines():
        name, _, value = line.partition("=")
        if name.endswith(".index-url"):
            found["UV_DEFAULT_INDEX"] = value.strip("'\"")
        if name.endswith(".extra-index-url"):
            found["UV_INDEX"] = " ".join(value.strip("'\"").replace("\\n", " ").split())
    return {**found, "UV_INDEX_STRATEGY": "unsafe-best-match"} if found else {}


def make_environment(uv: Uv) -> None:
    if works([str(PYTHON), "-c", f"import sys; sys.exit(sys.version_info < {version(OLDEST)})"]):
        return
    say("Making the Python environment")
    chosen = os.environ.get("UV_PYTHON")
    wished = (ROOT / ".python-version").read_text(encoding="utf-8").strip()
    for wish in [chosen] if chosen else [wished, f">={OLDEST}"]:
        words = ["venv", "--quiet", "--clear", "--no-project", "--python", wish, str(VENV)]
        if uv.run(*words).returncode == 0 and works([str(PYTHON), "-c", ""]):
            return
    raise Missing(
        f"Python {OLDEST} or newer is needed and none was found that this user can run: install "
        f"one (uv python install {wished}, or your system's package), or name it in UV_PYTHON."
    )


def install_packages(uv: Uv) -> None:
    wanted = fingerprint(LOCK, ROOT / "pyproject.toml", Path(__file__))
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    say("Installing the packages of the lock file")
    into = ["--quiet", "--python", str(PYTHON)]
    project = ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)]
    uv.fetch("pip", "sync", *into, "--compile-bytecode", "--require-hashes", str(LOCK))
    uv.fetch("pip", "install", *into, *project)
    STAMP.write_text(wanted, encoding="utf-8")


def run_step(title: str, command: Sequence[str | Path]) -> None:
    started = time.monotonic()
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr)
        raise Missing(f"{title.lower()} failed (see above).")
    if time.monotonic() - started > 1:
        say(f"{title}: {time.monotonic() - started:.0f} s")


def works(command: Sequence[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, cwd=ROOT, check=False).returncode == 0
    except OSError:
        return False


def fingerprint(*files: Path) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def say(line: str) -> None:
    print(f"==> {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
