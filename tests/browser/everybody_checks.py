"""What every page owes to everybody, as complaints: none is what one hopes for."""

from collections.abc import Iterator
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.support.browser import LOOK

_COLOURS: Final = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}


def complaints(page: Page, language: str) -> Iterator[str]:
    yield from _axe(page, LOOK)
    yield from plain(page, language)
    page.emulate_media(color_scheme="dark")
    yield from (f"dark: {complaint}" for complaint in _axe(page, _COLOURS))
    page.emulate_media(color_scheme="light")


def plain(page: Page, language: str) -> Iterator[str]:
    """What is asked of every page whatever it looks like; quick."""
    yield from (f"sticks out: {one}" for one in page.evaluate(_STICKS_OUT))
    if page.locator("html").get_attribute("lang") != language:
        yield "another language"
    headings = page.locator("h1:visible").count()
    if headings != 1:
        yield f"{headings} main headings"
    yield from (f"read twice: {one}" for one in page.evaluate(_READ_TWICE))
    if page.evaluate("document.getAnimations().length"):
        yield "something moves"


def mistakes(page: Page) -> Iterator[str]:
    """What a form with a mistake owes: focus on the summary, and a way to each field."""
    summary = page.locator(".govgr-error-summary")
    if summary.count() != 1:
        yield "no summary of the mistakes"
        return
    if not summary.evaluate("one => one === document.activeElement"):
        yield "the focus is elsewhere than on the summary"
    if not page.title().startswith(("Σφάλμα:", "Error:")):
        yield "the title tells of no mistake"
    yield from page.evaluate(_LEADS_NOWHERE)


def _axe(page: Page, options: dict[str, Any]) -> Iterator[str]:
    for violation in Axe().run(page, options=options).response["violations"]:
        for node in violation["nodes"]:
            yield f"{violation['id']}: {node['target']} {node['failureSummary']}"


_STICKS_OUT: Final = """() => {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return []
  return [...document.body.querySelectorAll('*')]
    .filter(one => one.getBoundingClientRect().right > width + 1)
    .slice(-3)
    .map(one => `${one.tagName} ${one.getAttribute('class')} ${one.textContent.slice(0, 40)}`)
}"""

# What describes a field stands outside its name, or a screen reader says it twice.
_READ_TWICE: Final = """() => [...document.querySelectorAll('[aria-describedby]')]
  .filter(field => !field.hasAttribute('aria-labelledby'))
  .flatMap(field => field.getAttribute('aria-describedby').split(' ').filter(id => {
    const words = id && document.getElementById(id)
    return words && [...(field.labels ?? [])].some(label => label.contains(words))
  }))"""

# A link leads to a field that takes the focus, is seen, and says itself that it is wrong.
_LEADS_NOWHERE: Final = """() => {
  const found = []
  const links = document.querySelectorAll('.govgr-error-summary li a')
  if (!links.length) found.push('the summary leads nowhere')
  for (const link of links) {
    const name = link.getAttribute('href')
    const field = document.getElementById(name.slice(1))
    link.click()
    if (!field) found.push(`${name} is nowhere`)
    else if (document.activeElement !== field) found.push(`${name} does not take the focus`)
    else if (!field.getClientRects().length) found.push(`${name} is not seen`)
    else if (field.matches('.govgr-input, .govgr-textarea, .govgr-select')
      && field.getAttribute('aria-invalid') !== 'true') found.push(`${name} does not say it`)
    const described = (field?.getAttribute('aria-describedby') || '').split(' ').filter(Boolean)
    found.push(...described.filter(id => !document.getElementById(id)).map(id => `no ${id}`))
  }
  return found
}"""
