"""A slow telephone on a slow connection."""

from collections.abc import Callable
from typing import Final

from playwright.sync_api import BrowserContext, CDPSession, Page

from tests.support.system import System

NewContext = Callable[..., BrowserContext]

KILOBIT: Final = 1000 / 8
LARGEST_PAINT_SECONDS: Final = 2.5
_SLOWNESS: Final = 4
_LARGEST_PAINT: Final = """
() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime / 1000)).observe({
    type: "largest-contentful-paint", buffered: true,
  });
})
"""


def test_the_home_page_is_there_soon_on_a_slow_telephone(
    system: System, new_context: NewContext
) -> None:
    """400 kbit/s with 400 ms of delay, and a processor four times slower than this one."""
    _opened(new_context, system)  # the first page of a fresh process is dearer
    page = _slow(new_context(viewport={"width": 375, "height": 800}).new_page())

    page.goto(system.url, wait_until="load")

    assert page.evaluate(_LARGEST_PAINT) <= LARGEST_PAINT_SECONDS


def _opened(new_context: NewContext, system: System) -> None:
    new_context().new_page().goto(system.url)


def _slow(page: Page) -> Page:
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 400,
            "downloadThroughput": 400 * KILOBIT,
            "uploadThroughput": 400 * KILOBIT,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWNESS})
    return page
