"""The front-end packages: locked without addresses, built once, only what is used."""

import json
import re
import subprocess
import sys
import time

from aitima.config.settings import PACKAGE

ROOT = PACKAGE.parent
VENDOR = PACKAGE / "static" / "vendor"


def test_the_lock_file_names_versions_and_hashes_but_no_host() -> None:
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")

    packages = [facts for path, facts in json.loads(lock)["packages"].items() if path]
    assert all(facts["integrity"].startswith("sha512-") for facts in packages)
    assert not re.search(r"https?://|\"resolved\"", lock)


def test_building_again_does_nothing_and_takes_no_time() -> None:
    build = [sys.executable, str(ROOT / "tools" / "build_assets.py")]
    subprocess.run(build, check=True, capture_output=True)

    begun = time.perf_counter()
    again = subprocess.run(build, check=True, capture_output=True)

    assert again.stdout == b""
    assert time.perf_counter() - begun < 1.0


def test_only_greek_and_latin_letters_in_two_weights_are_shipped() -> None:
    assert {font.name for font in (VENDOR / "fonts").iterdir()} == {
        f"roboto-{subset}-{weight}-normal.woff2"
        for subset in ("greek", "latin")
        for weight in (400, 700)
    }


def test_the_design_system_is_purged_to_what_the_pages_name() -> None:
    style = (VENDOR / "digigov.css").read_text(encoding="utf-8")

    assert ".govgr-btn-primary" in style
    assert ".govgr-accordion" not in style
    assert len(style) < 25_000
