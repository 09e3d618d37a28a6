"""Every page of the citizens for everybody: whatever one sees, hears, presses or has set."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import resolve
from playwright.sync_api import Browser, BrowserContext, Page

from aitima.portal.urls import urlpatterns
from tests.browser import everybody, everybody_checks
from tests.browser.everybody import World
from tests.browser.everybody_pages import GROUPS, NOT_PAGES, PRESS, Shown
from tests.support.system import System

NewContext = Callable[..., BrowserContext]
NARROW = {"width": 320, "height": 256}  # 1280 × 1024 at 400 %


@pytest.fixture(scope="module")
def world(system: System, browser: Browser) -> World:
    return everybody.build(browser, system)


@pytest.mark.parametrize("group", GROUPS)
def test_no_page_leaves_anybody_out(
    world: World, system: System, new_context: NewContext, group: str
) -> None:
    found = []
    page = new_context(viewport=NARROW, reduced_motion="reduce").new_page()
    for name, shown in GROUPS[group].items():
        everybody.become(page, world.cookies[shown.who])
        found += [f"{name}: {complaint}" for complaint in _looked_at(page, system, world, shown)]

    assert not found, "\n".join(found)


def _looked_at(page: Page, system: System, world: World, shown: Shown) -> Iterator[str]:
    yield from _open(page, system, world, shown, "el")
    _do(page, shown)
    yield from everybody_checks.complaints(page, "el")
    if shown.wrong:
        yield from everybody_checks.mistakes(page)
    if not shown.doing:
        yield from _open(page, system, world, shown, "en")
        yield from everybody_checks.plain(page, "en")


def _open(page: Page, system: System, world: World, shown: Shown, language: str) -> Iterator[str]:
    page.context.add_cookies([{"name": "language", "value": language, "url": system.url}])
    path = shown.path.format(**world.paths)
    page.goto(system.url + path)
    if not page.url.startswith(system.url + path):
        yield f"{path} led to {page.url}"
    page.evaluate(_UNFOLD)


def _do(page: Page, shown: Shown) -> None:
    for selector, what in shown.doing:
        element = page.locator(selector).first
        if what is PRESS:
            element.click()
            page.wait_for_load_state()
        else:
            element.fill(str(what))


_UNFOLD = "document.querySelectorAll('main details').forEach(one => { one.open = true })"


def test_every_page_is_looked_at_or_is_none() -> None:
    looked_at = {
        resolve(_example(shown.path)).url_name
        for pages in GROUPS.values()
        for shown in pages.values()
        if shown.path != "/nothing/"
    }
    named = {pattern.name for pattern in urlpatterns}

    assert named - looked_at - NOT_PAGES.keys() == set(), "neither looked at nor said to be no page"
    assert looked_at & NOT_PAGES.keys() == set()
    assert NOT_PAGES.keys() - named == set()


def _example(path: str) -> str:
    for name in ("confirm", "stop", "open"):
        page = "/my/open/x/" if name == "open" else f"/follow/{name}/x/"
        path = path.replace(f"{{{name}}}", page)
    return path.partition("?")[0].replace("{", "/requests/2026/", 1).replace("}", "/")


def test_in_the_system_colours_what_is_chosen_pressed_and_focused_is_told_apart(
    world: World, system: System, new_context: NewContext
) -> None:
    page = new_context(viewport=NARROW, forced_colors="active").new_page()
    everybody.become(page, world.cookies["known"])
    page.goto(f"{system.url}/report/what/")
    button = page.locator("main .govgr-btn-primary:visible")
    button.focus()

    assert _style(page, ".pick :checked", "backgroundColor") != _style(
        page, ".pick :not(:checked)", "backgroundColor"
    )
    assert _style(page, "main .govgr-btn-primary", "borderTopStyle") == "solid"
    assert _style(page, "main .govgr-btn-primary", "outlineStyle") == "solid"
    assert _style(page, ".ai-steps [aria-current]", "borderTopStyle") != _style(
        page, ".ai-steps li:last-child", "borderTopStyle"
    )
    page.goto(system.url + world.paths["asked"])
    assert _style(page, ".note", "borderTopStyle") == "solid"
    assert page.locator(".tag svg").count()


def _style(page: Page, selector: str, name: str) -> str:
    return str(
        page.locator(selector).first.evaluate("(one, name) => getComputedStyle(one)[name]", name)
    )
