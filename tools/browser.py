"""A browser for the browser tests: one on the machine, else one that this script installs.

Under root on Debian that is the package `chromium`; elsewhere Playwright's own download. The tests
find it by `tests/support/browser.py`; where none could be had they say so themselves.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def main() -> int:
    if find() is None and not install():
        print("Aitima: no browser could be installed; install chromium for the browser tests.")
    return 0


def find() -> str | None:
    on_path = next((path for name in NAMES if (path := shutil.which(name))), None)
    return on_path or playwrights_own()


def playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow, and seldom needed

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.access(path, os.X_OK) else None


def install() -> bool:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("==> Installing chromium for the browser tests", flush=True)
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        run(["apt-get", "update", "-qq"], quiet)
        words = ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"]
        return run(["apt-get", *words], quiet)
    print("==> Downloading a browser for the browser tests", flush=True)
    return run([sys.executable, "-m", "playwright", "install", "chromium"], {})


def run(command: list[str], extra: dict[str, str]) -> bool:
    done = subprocess.run(command, env=os.environ | extra, stdout=subprocess.DEVNULL, check=False)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
