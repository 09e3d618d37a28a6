"""From a letter and its facts to a subject, a plain text and an HTML text."""

import re
import string
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from aitima.notifications.kinds import KINDS, Audience, Fact
from aitima.notifications.letters import LETTERS, Letter, Words

TEXT_WIDTH: Final = 72
SUBJECT_LENGTH: Final = 200

_WITHIN_A_NUMBER: Final = re.compile(r"(?<=\d) (?=\d)")
_DAYS: Final = (Fact.DAY, Fact.OPTIONAL_DAY)
_DAY_FORMAT: Final = "l j E Y"  # E: the month as Greek says it in a date, Νοεμβρίου


class Rendered(NamedTuple):
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Page:
    """A letter with its facts filled in, in one language."""

    language: str
    municipality: str
    subject: str
    title: str
    opening: list[str]
    quote: str
    quote_by: str
    facts: list[tuple[str, str]]
    facts_first: bool
    closing: list[str]
    action: str
    url: str
    footer: list[str]
    stop: str
    stop_url: str


def render(template: str, *, language: str, context: Mapping[str, str]) -> Rendered:
    with translation.override(language):
        page = _page(template, language, _shown(template, context))
        html = render_to_string("notifications/email/letter.html", {"page": page})
    return Rendered(subject=page.subject, text=_text(page), html=html)


def _shown(template: str, context: Mapping[str, str]) -> dict[str, str]:
    """The facts as a reader wants them: days in words."""
    needs = KINDS[template].needs
    return {name: _day(value) if needs[name] in _DAYS else value for name, value in context.items()}


def _day(value: str) -> str:
    return date_format(date.fromisoformat(value), _DAY_FORMAT) if value else ""


def _page(template: str, language: str, facts: Mapping[str, str]) -> Page:
    letter: Letter = LETTERS[template]
    quote = letter.quote
    return Page(
        language=language,
        municipality=facts["municipality"],
        subject=_one_line(_fill(letter.subject, facts)),
        title=_fill(letter.title, facts),
        opening=_fill_all(letter.opening, facts),
        quote=_fill(quote.says, facts) if quote else "",
        quote_by=_fill(quote.by, facts) if quote else "",
        facts=[
            (str(label), text) for label, words in letter.facts if (text := _fill(words, facts))
        ],
        facts_first=KINDS[template].audience is Audience.OFFICERS,
        closing=_fill_all(letter.closing, facts),
        action=_fill(letter.action.label, facts),
        url=_fill(letter.action.url, facts),
        footer=_fill_all(letter.footer, facts),
        stop=_fill(letter.stop.label, facts),
        stop_url=_fill(letter.stop.url, facts),
    )


def _fill_all(sentences: Iterable[Words], facts: Mapping[str, str]) -> list[str]:
    return [text for words in sentences if (text := _fill(words, facts))]


def _fill(words: Words, facts: Mapping[str, str]) -> str:
    """Put the facts in; nothing at all where one of them is empty."""
    wanted = [name for _text, name, _spec, _how in string.Formatter().parse(str(words)) if name]
    if not all(facts[name].strip() for name in wanted):
        return ""
    return str(words).format_map(facts).strip()


def _one_line(text: str) -> str:
    """What goes into a header: no line break, nothing that cannot be seen, not endless."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return textwrap.shorten(line, SUBJECT_LENGTH, placeholder="…")


def _text(page: Page) -> str:
    words = [page.title, *map(_wrapped, page.opening)]
    if page.quote:
        words.append(_quoted(page.quote, page.quote_by))
    words += map(_wrapped, page.closing)
    action = f"{page.action}:\n{page.url}"
    facts = "\n".join(f"{label}: {text}" for label, text in page.facts)
    signature = "\n".join(["-- ", page.municipality, _wrapped(" ".join(page.footer))])
    if page.stop:
        signature += f"\n{page.stop}:\n{page.stop_url}"
    middle = [facts, action] if page.facts_first else [action, facts]
    return "\n\n".join(filter(None, [*words, *middle, signature])) + "\n"


def _wrapped(text: str) -> str:
    """Break lines, but not within a telephone number."""
    held = _WITHIN_A_NUMBER.sub("\N{NO-BREAK SPACE}", text)
    lines = textwrap.fill(held, TEXT_WIDTH, break_long_words=False, break_on_hyphens=False)
    return lines.replace("\N{NO-BREAK SPACE}", " ")


def _quoted(text: str, by: str) -> str:
    signed = [*text.splitlines(), f"— {by}"] if by else text.splitlines()
    lines = [wrapped for line in signed for wrapped in _lines(line)]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _lines(line: str) -> list[str]:
    return textwrap.wrap(line, TEXT_WIDTH - 2, break_long_words=False) or [""]
