"""The page of figures in a real browser: for every eye, every width, by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from aitima.demo.accounts import ACCOUNTS
from tests.support.browser import assert_accessible
from tests.support.system import System

type NewContext = Callable[..., BrowserContext]

LOOKS: list[dict[str, Any]] = [
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    {"viewport": {"width": 375, "height": 800}, "color_scheme": "dark"},
]


def open_figures(page: Page, system: System, address: str = "") -> Page:
    account = next(account for account in ACCOUNTS if account.username == "administration")
    page.goto(f"{system.url}/workspace/statistics/{address}")
    page.fill("[name=username]", account.username)
    page.fill("[name=password]", account.password)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/workspace/statistics/**")
    return page


@pytest.mark.parametrize("look", LOOKS, ids=["wide", "phone-dark"])
def test_everybody_can_read_the_figures(
    system: System, new_context: NewContext, look: dict[str, Any]
) -> None:
    page = open_figures(new_context(locale="el-GR", **look).new_page(), system)

    for summary in page.locator("main details > summary").all():
        summary.click()

    expect(page.locator("svg.chart").first).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") == look["viewport"]["width"]


def test_a_mistake_in_the_period_is_told_accessibly(
    system: System, new_context: NewContext
) -> None:
    page = open_figures(new_context(locale="el-GR").new_page(), system)

    page.goto(f"{system.url}/workspace/statistics/?since=2026-02-02&until=2026-02-01")

    expect(page.get_by_role("alert")).to_contain_text("πριν από την πρώτη")
    assert_accessible(page)


def test_a_bar_leads_to_its_requests(system: System, new_context: NewContext) -> None:
    page = open_figures(new_context(locale="el-GR").new_page(), system)
    page.goto(f"{system.url}/workspace/statistics/?period=12-months")
    bar = page.locator("svg.chart a[href*='service=group']").first
    submitted = (bar.get_attribute("aria-label") or "").rpartition(" ")[2]

    bar.focus()
    page.keyboard.press("Enter")

    page.wait_for_url("**/workspace/?view=all&service=group**")
    expect(page.locator("main")).to_contain_text(submitted)
