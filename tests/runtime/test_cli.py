"""The `aitima` command, run as an operator runs it."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from aitima.accounts.models import User
from aitima.organisation.models import Assignment, Unit
from tests.support.database import databases

ROOT = Path(__file__).resolve().parents[2]
LESVOS = ROOT / "aitima" / "municipalities" / "lesvos"


def aitima(
    var: Path, *words: str, typed: str = "", embedded: bool = False, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command on the test's own database, or with an embedded one in `var`."""
    url = "" if embedded else databases.url(connection.settings_dict["NAME"])
    known = {"DJANGO_SETTINGS_MODULE": "aitima.config.settings", "DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, "-m", "aitima", *words],
        env=os.environ | known | {"AITIMA_VAR": str(var)} | environment,
        cwd=ROOT,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_command(tmp_path: Path) -> None:
    done = aitima(tmp_path, "--help", embedded=True)

    for command in ("demo", "serve", "worker", "migrate", "load-municipality", "create-staff"):
        assert command in done.stdout


def test_a_taken_port_is_told_with_the_remedy_before_anything_is_begun(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = aitima(tmp_path, "demo", embedded=True, AITIMA_PORT=str(port))

    assert done.returncode == 1
    assert f"Port {port} of 127.0.0.1 is taken" in done.stderr
    assert f"AITIMA_PORT={port + 1}" in done.stderr
    assert not (tmp_path / "postgres").exists()


def test_a_database_that_does_not_answer_is_told_in_one_line(tmp_path: Path) -> None:
    done = aitima(tmp_path, "check", DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing")

    assert done.returncode == 1
    assert done.stderr.startswith("aitima: The database of DATABASE_URL does not answer")
    assert done.stderr.count("\n") == 1


def test_an_empty_folder_becomes_a_municipality_with_its_embedded_database(tmp_path: Path) -> None:
    before = aitima(tmp_path, "load-municipality", str(LESVOS), embedded=True)
    migrated = aitima(tmp_path, "migrate", embedded=True)
    loaded = aitima(tmp_path, "load-municipality", str(LESVOS), embedded=True)
    checked = aitima(tmp_path, "check", embedded=True)

    assert before.returncode == 1
    assert "run aitima migrate first" in before.stderr
    assert migrated.returncode == 0, migrated.stderr
    assert "units: 72 in force, 72 added" in loaded.stdout
    assert checked.returncode == 0, checked.stderr
    assert not (tmp_path / "postgres" / "data" / "postmaster.pid").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("lesvos")
def test_a_folder_with_mistakes_is_refused_with_all_of_them(tmp_path: Path) -> None:
    folder = tmp_path / "municipality"
    folder.mkdir()
    (folder / "municipality.toml").write_text('code = "nowhere"\n', encoding="utf-8")

    done = aitima(tmp_path, "load-municipality", str(folder))

    assert done.returncode == 1
    assert "municipality.toml" in done.stderr
    assert Unit.objects.count() == 72


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("lesvos")
def test_a_member_of_staff_is_made_with_a_password_from_a_pipe(
    tmp_path: Path, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

    done = aitima(
        tmp_path,
        *("create-staff", "electrician", "--name", "Ηλεκτρολόγος"),
        *("--unit", "DTY2", "--role", "officer"),
        typed="quiet-lamps-over-the-harbour\n",
    )

    assert done.returncode == 0, done.stderr
    user = User.objects.get()
    assert user.check_password("quiet-lamps-over-the-harbour")
    assert Assignment.objects.get().unit.code == "DTY2"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("lesvos")
@pytest.mark.parametrize(
    ("words", "password", "reason"),
    [
        (["--role", "officer", "--unit", "NONE"], "quiet-lamps-over-the-harbour", "NONE"),
        (["--role", "king", "--unit", "DTY2"], "quiet-lamps-over-the-harbour", "Allowed: head"),
        ([], "123", ""),
    ],
)
def test_an_impossible_member_of_staff_is_refused_in_one_line(
    words: list[str], password: str, reason: str, tmp_path: Path
) -> None:
    done = aitima(tmp_path, "create-staff", "somebody", "--name", "X", *words, typed=password)

    assert done.returncode == 1
    assert reason in done.stderr
    assert done.stderr.count("\n") == 1
    assert not User.objects.exists()
