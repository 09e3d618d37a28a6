"""The documentation keeps to the code: links, commands, and the parts written from it."""

import re
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from aitima.cli import app
from aitima.config import env
from tools import doc_parts, write_docs

ROOT = write_docs.ROOT
PAGES = write_docs.pages(ROOT)
LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)|<img [^>]*src=\"(?P<source>[^\"]+)\"")
HEADING = re.compile(r"^#+ (?P<title>.+)$", re.MULTILINE)
MAKE = re.compile(r"\bmake (?P<target>[a-z][a-z-]*)\b")
COMMAND = re.compile(r"(?:^|[\s(/])aitima (?P<command>[a-z][a-z-]+)\b")
SETTING = re.compile(r"\bAITIMA_[A-Z_]+\b")
CODE = re.compile(r"```sh\n(?P<block>.*?)```|`(?P<inline>[^`\n]+)`", re.DOTALL)


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_to_files_and_headings_that_exist(document: Path) -> None:
    broken = [target for target in targets(document) if not leads_somewhere(document, target)]

    assert broken == []


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_make_commands_of_the_docs_are_in_the_makefile(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))

    told = {name for code in codes(document) for name in MAKE.findall(code)}

    assert told <= known


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_of_the_docs_are_commands_of_aitima(document: Path) -> None:
    group = get_command(app)
    assert isinstance(group, TyperGroup)

    told = {name for code in codes(document) for name in COMMAND.findall(code)}

    assert told <= set(group.commands)


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_settings_of_the_docs_are_settings_of_aitima(document: Path) -> None:
    known = {setting.name for setting in env.ALL} | env.OUTSIDE

    assert set(SETTING.findall(document.read_text(encoding="utf-8"))) <= known


@pytest.mark.parametrize("document", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_is_written_from_the_code_is_as_the_code_says(document: Path) -> None:
    assert not write_docs.renew(document, write=False)


def test_a_part_that_differs_from_the_code_is_seen_and_mended(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before\n<!-- begin sign-ins -->\nold\n<!-- end sign-ins -->\nAfter\n")

    found = write_docs.renew(page, write=False)
    write_docs.renew(page, write=True)

    assert found
    assert doc_parts.sign_ins() in page.read_text()
    assert page.read_text().startswith("Before\n")
    assert page.read_text().endswith("\nAfter\n")
    assert not write_docs.renew(page, write=False)


def test_every_part_stands_in_some_page() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)

    assert [name for name in doc_parts.PARTS if f"<!-- begin {name} -->" not in text] == []


def test_every_decision_has_its_sections_and_a_number_of_its_own() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    sections = ["Context", "Decision", "Reasons", "Consequences"]

    incomplete = [
        page.name
        for page in decisions
        if HEADING.findall(page.read_text(encoding="utf-8"))[1:] != sections
    ]

    assert incomplete == []
    assert [int(page.name[:4]) for page in decisions] == list(range(1, len(decisions) + 1))


@pytest.mark.parametrize("name", ["README", "docs/tour"])
def test_both_languages_tell_the_same_commands_and_pictures(name: str) -> None:
    english, greek = (
        (ROOT / f"{name}{ending}").read_text(encoding="utf-8") for ending in (".md", ".el.md")
    )

    assert MAKE.findall(english) == MAKE.findall(greek)
    assert pictures(english) == pictures(greek) != []


def test_the_pictures_are_few_and_light_and_all_of_them_shown() -> None:
    there = sorted((ROOT / "docs" / "screenshots").glob("*.webp"))
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)

    assert sum(picture.stat().st_size for picture in there) <= 1_500_000
    assert [picture.name for picture in there if picture.name not in text] == []


def targets(page: Path) -> list[str]:
    links = LINK.finditer(page.read_text(encoding="utf-8"))
    found = (link["target"] or link["source"] for link in links)
    return [target for target in found if not re.match(r"(https?|mailto):", target)]


def leads_somewhere(page: Path, target: str) -> bool:
    path, _, anchor = target.partition("#")
    found = (page.parent / path).resolve() if path else page
    if not found.exists() or not found.is_relative_to(ROOT):
        return False
    return not anchor or anchor in anchors(found)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    titles = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def codes(page: Path) -> list[str]:
    return [
        code["block"] or code["inline"] for code in CODE.finditer(page.read_text(encoding="utf-8"))
    ]


def pictures(text: str) -> list[str]:
    """The names of the pictures, without the language that their pages are in."""
    return re.findall(r"screenshots/([\w-]+)\.(?:en|el)\.webp", text)
