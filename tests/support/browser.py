"""A real browser: the one of the machine, guarded against what a page must not do."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, sync_playwright

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS: Final = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
MISSING: Final = "No browser: install chromium, or run `python -m playwright install chromium`."
# axe leaves the size of what is pressed (WCAG 2.2, 2.5.8) to those who ask for it.
LOOK: Final = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
OWN_SCHEMES: Final = ("data:", "blob:", "about:")
# The browser's own remarks about a status such as 422 or a connection that a test cut, which the
# tests look at themselves.
HARMLESS: Final = (
    "Failed to load resource: the server responded with a status of",
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
    "Failed to load resource: net::ERR_FAILED",
)


@cache
def executable() -> str | None:
    on_path = next((path for name in NAMES if (path := shutil.which(name))), None)
    if on_path:
        return on_path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def launch_arguments() -> dict[str, Any]:
    """Return how the browser is started; without one, fail in CI and skip on a laptop."""
    path = executable()
    if path is None:
        _ = pytest.fail(MISSING, pytrace=False) if os.environ.get("CI") else pytest.skip(MISSING)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": path, "args": [*ARGUMENTS, *sandbox]}


def guarded(
    new_context: Callable[..., BrowserContext],
) -> Iterator[Callable[..., BrowserContext]]:
    """Fail a test whose pages logged an error, broke their policy, or asked another host."""
    complaints: list[str] = []

    def make(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.on("console", lambda message: _note_console(message, complaints))
        context.on("weberror", lambda error: complaints.append(f"script: {error.error}"))
        context.on("request", lambda request: _note_request(request, complaints))
        return context

    yield make
    assert not complaints, "\n".join(complaints)


def assert_accessible(page: Page) -> None:
    """Fail with axe's report when the page has any violation."""
    results = Axe().run(page, options=LOOK)
    assert results.violations_count == 0, results.generate_report()


def _note_console(message: ConsoleMessage, complaints: list[str]) -> None:
    if message.type == "error" and not message.text.startswith(HARMLESS):
        complaints.append(f"console: {message.text}")


def _note_request(request: Request, complaints: list[str]) -> None:
    if not request.url.startswith(("http://127.0.0.1:", *OWN_SCHEMES)):
        complaints.append(f"request to {request.url}")
