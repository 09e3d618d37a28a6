"""The settings: documented, and refused when they are wrong."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aitima.config import env

ROOT = Path(__file__).resolve().parents[2]


def test_the_settings_page_lists_exactly_the_settings_there_are() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))

    assert documented == {setting.name for setting in env.ALL} | env.OUTSIDE


def test_the_settings_page_tells_the_defaults() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| `?([^`|]*?)`? \|", page, re.MULTILINE))

    for setting in env.ALL:
        if isinstance(setting.default, (bool, int)):
            assert rows[setting.name] == str(setting.default).lower()


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("AITIMA_PORT", "eighty", "a port from 1 to 65535"),
        ("AITIMA_PORT", "70000", "a port from 1 to 65535"),
        ("AITIMA_DEMO_REQUESTS", "-1", "a whole number from 0 to 1000000"),
        ("AITIMA_DEMO", "perhaps", "true or false"),
        ("DATABASE_URL", "mysql://somewhere/else", "postgresql://"),
        ("AITIMA_PROT", "8000", "AITIMA_PORT"),
    ],
)
def test_a_wrong_setting_stops_the_command_with_one_line(
    name: str, text: str, allowed: str, tmp_path: Path
) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "aitima.config.settings"}

    done = subprocess.run(
        [sys.executable, "-m", "aitima", "check"],
        env=environment | {"AITIMA_VAR": str(tmp_path), name: text},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode != 0
    assert name in done.stderr
    assert allowed in done.stderr
    assert done.stderr.count("\n") == 1
