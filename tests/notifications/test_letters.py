"""Every letter in both languages."""

from html.parser import HTMLParser

import pytest

from aitima.notifications.kinds import KINDS, Audience, Fact
from aitima.notifications.letters import LETTERS
from aitima.notifications.rendering import render
from tests.notifications.examples import FACTS, context_of

LANGUAGES = ("el", "en")
EVERY_LETTER = [(template, language) for template in KINDS for language in LANGUAGES]


class Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in {"href", "src"}]


def test_every_kind_has_its_letter() -> None:
    assert KINDS.keys() == LETTERS.keys()


@pytest.mark.parametrize(("template", "language"), EVERY_LETTER)
def test_a_letter_says_all_it_was_told(template: str, language: str) -> None:
    context = context_of(template)

    letter = render(template, language=language, context=context)

    days = {name for name, fact in KINDS[template].needs.items() if "DAY" in fact.name}
    unsaid = {"phone"} if KINDS[template].audience is Audience.OFFICERS else set()
    for name in context.keys() - days - unsaid:
        for line in context[name].splitlines():
            assert line in letter.text, name
            assert line in letter.html, name
    assert "{" not in letter.subject + letter.text
    assert f'<html lang="{language}"' in letter.html


@pytest.mark.parametrize(("template", "language"), EVERY_LETTER)
def test_a_letter_does_without_what_is_empty(template: str, language: str) -> None:
    needs = KINDS[template].needs
    optional = [
        name for name, fact in needs.items() if fact in {Fact.OPTIONAL_DAY, Fact.OPTIONAL_TEXT}
    ]

    letter = render(
        template, language=language, context=context_of(template, **dict.fromkeys(optional, ""))
    )

    assert letter.subject
    assert FACTS["phone"] not in letter.text
    assert ": \n" not in letter.text
    assert "  " not in letter.text.replace("-- ", "")


@pytest.mark.parametrize(("template", "language"), EVERY_LETTER)
def test_a_letter_has_one_link_but_for_the_one_that_stops_it(template: str, language: str) -> None:
    context = context_of(template)

    letter = render(template, language=language, context=context)

    [link, *others] = Links(letter.html).found
    assert link in {value for name, value in context.items() if name.endswith("_url")}
    assert others == [context[name] for name in ("stop_url",) if name in context]
    assert all(each in letter.text for each in (link, *others))


@pytest.mark.parametrize("template", KINDS)
def test_greek_and_english_differ_in_every_line_of_ours(template: str) -> None:
    greek = render(template, language="el", context=context_of(template))
    english = render(template, language="en", context=context_of(template))

    told = {line.strip("> —.") for line in "\n".join(FACTS.values()).splitlines()}
    shared = set(greek.text.splitlines()) & set(english.text.splitlines())
    assert greek.subject != english.subject
    assert {line.strip("> —.") for line in shared} <= told | {"", "--"}


def test_days_are_written_as_people_say_them() -> None:
    greek = render("scheduled", language="el", context=context_of("scheduled"))
    english = render("scheduled", language="en", context=context_of("scheduled"))

    assert "Τρίτη 24 Νοεμβρίου 2026" in greek.subject
    assert "Tuesday 24 November 2026" in english.subject


def test_what_people_wrote_is_shown_not_run() -> None:
    evil = '<script>alert(1)</script> {number} {0.__class__} "quoted"'

    letter = render("resolved", language="el", context=context_of("resolved", answer=evil))

    assert "<script>" not in letter.html
    assert "&lt;script&gt;" in letter.html
    assert "{0.__class__}" in letter.text


def test_a_subject_is_one_short_line() -> None:
    facts = context_of("request_received", service="Πολύ\nμακριά\tλέξη " * 60)

    letter = render("request_received", language="el", context=facts)

    assert len(letter.subject) <= 200
    assert letter.subject.isprintable()


@pytest.mark.parametrize("template", ["request_received", "request_charged", "request_reopened"])
def test_a_target_is_called_so_and_promises_nothing(template: str) -> None:
    context = context_of(template)

    assert "Target of the service: " in render(template, language="en", context=context).text
    assert "Στόχος της υπηρεσίας: " in render(template, language="el", context=context).text
