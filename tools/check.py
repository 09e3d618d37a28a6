"""Every check of the code, side by side; the report of what failed comes whole."""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from aitima.runtime.postgres import Server

ROOT: Final = Path(__file__).resolve().parent.parent
BIN: Final = Path(sys.executable).parent

# The longest first: they decide when all is done.
CHECKS: Final = (
    ("types", "mypy"),
    ("template format", "djlint --check aitima"),
    ("style", "ruff check ."),
    ("format", "ruff format --check ."),
    ("layers", "lint-imports"),
    ("migrations", "python manage.py makemigrations --check --dry-run"),
    ("deployment", "python manage.py check --deploy --fail-level WARNING"),
    ("translations", "python tools/messages.py check"),
    ("documentation", "python tools/write_docs.py --check"),
)


@dataclass(frozen=True)
class Outcome:
    name: str
    passed: bool
    report: str
    seconds: float


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="aitima-check-") as var:
        environment = deployment(var)
        server = Server(Path(var), durable=False)
        with server, ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            outcomes = pool.map(lambda check: run(check[0], check[1], environment), CHECKS)
            failed = [outcome.name for outcome in outcomes if not tell(outcome)]
    if failed:
        print(f"\nNot in order: {', '.join(failed)}.")
    return 1 if failed else 0


def deployment(var: str) -> dict[str, str]:
    """Return the settings of an installation as it should be, whatever the shell says."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("AITIMA_")}
    return kept | {
        "AITIMA_VAR": var,
        "DATABASE_URL": "",
        "SITE_URL": "https://example.org",
        "SECRET_KEY": "not-a-secret-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2,
    }


def run(name: str, command: str, environment: dict[str, str]) -> Outcome:
    program, *words = command.split()
    started = time.monotonic()
    done = subprocess.run(
        [str(BIN / program), *words],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return Outcome(name, done.returncode == 0, done.stdout, time.monotonic() - started)


def tell(outcome: Outcome) -> bool:
    mark = "ok  " if outcome.passed else "FAIL"
    print(f"{mark} {outcome.name} ({outcome.seconds:.1f} s)", flush=True)
    if not outcome.passed:
        print(outcome.report, flush=True)
    return outcome.passed


if __name__ == "__main__":
    sys.exit(main())
