"""The wheel, as a stranger would use it: built from the sources, put into an empty environment."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener
from zipfile import ZipFile

import pytest

from aitima.demo.accounts import ACCOUNTS
from aitima.runtime.listening import free_port
from tests.support.environment import OURS
from tests.support.system import wait_until
from tools.bootstrap import find_uv

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 120


@dataclass
class Installation:
    """An environment that holds the wheel and what it needs, and nothing of this clone."""

    wheel: Path
    environment: Path


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("wheel")
    uv = find_uv()
    run(*uv, "build", "--quiet", "--wheel", "--out-dir", str(folder), str(ROOT))
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    run(*uv, "venv", "--quiet", "--no-project", "--python", sys.executable, str(environment))
    into = ("--quiet", "--python", str(environment / "bin" / "python"))
    run(*uv, "pip", "install", *into, "-c", str(ROOT / "requirements.lock"), str(wheel))
    return Installation(wheel, environment)


@pytest.fixture
def demo(
    installation: Installation, tmp_path: Path
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = free_port()
    log = tmp_path / "demo.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [installation.environment / "bin" / "aitima", "demo"],
            cwd=tmp_path,
            env=bare_environment() | {"AITIMA_PORT": str(port), "AITIMA_DEMO_REQUESTS": "20"},
            stdout=output,
            stderr=output,
        )
    ready = f"Aitima is ready at http://127.0.0.1:{port}"
    try:
        wait_until(lambda: ready in log.read_text() or process.poll() is not None, READY_SECONDS)
        assert ready in log.read_text(), log.read_text()
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def test_the_wheel_holds_assets_translations_templates_and_lesvos(
    installation: Installation,
) -> None:
    names = ZipFile(installation.wheel).namelist()

    for wanted in (
        "aitima/static/vendor/htmx.js",
        "aitima/static/vendor/digigov.css",
        "aitima/locale/el/LC_MESSAGES/django.mo",
        "aitima/templates/base.html",
        "aitima/municipalities/lesvos/municipality.toml",
        "aitima/runtime/outage.html",
    ):
        assert wanted in names
    assert not [name for name in names if name.startswith(("tests", "tools", "bench"))]


def test_the_installed_demo_starts_lets_sign_in_and_stops_within_ten_seconds(
    demo: tuple[subprocess.Popen[bytes], str], tmp_path: Path
) -> None:
    process, url = demo
    visitor = build_opener(HTTPCookieProcessor(CookieJar()))

    page = sign_in(visitor, url)
    asked = time.monotonic()
    process.send_signal(signal.SIGINT)
    status = process.wait(timeout=20)

    assert page.endswith("/workspace/")
    assert status == 0
    assert time.monotonic() - asked < 10
    assert "database system is shut down" in server_log(tmp_path)


def sign_in(visitor: OpenerDirector, url: str) -> str:
    """Sign in as the first of the demo's people, and return where that leads."""
    with visitor.open(f"{url}/workspace/sign-in/") as form:
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', form.read().decode())
    assert token is not None
    account = next(account for account in ACCOUNTS if account.username == "head")
    fields = {
        "csrfmiddlewaretoken": token[1],
        "username": account.username,
        "password": account.password,
    }
    with visitor.open(f"{url}/workspace/sign-in/", urlencode(fields).encode()) as answer:
        return str(answer.geturl())


def server_log(folder: Path) -> str:
    return (folder / "var" / "postgres" / "server.log").read_text(encoding="utf-8")


def bare_environment() -> dict[str, str]:
    dropped = (*OURS, "DJANGO_SETTINGS_MODULE", "PYTHONPATH", "VIRTUAL_ENV")
    return {
        name: text
        for name, text in os.environ.items()
        if name not in dropped and not name.startswith("AITIMA_")
    }


def run(*words: str) -> None:
    done = subprocess.run(
        words, capture_output=True, text=True, env=bare_environment(), check=False
    )
    assert done.returncode == 0, done.stderr
