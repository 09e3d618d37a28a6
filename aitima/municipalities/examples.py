"""How people write about each service, from `examples.toml`: one example a line, by language."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from aitima.catalogue.suggesting.examples import SMALL_TALK
from aitima.catalogue.suggesting.features import words_of
from aitima.municipalities.data import PhrasesEntry, ServiceEntry
from aitima.municipalities.fields import Fields
from aitima.municipalities.files import Folder, TomlFile
from aitima.municipalities.mistakes import Mistakes, Origin

FILE: Final = "examples.toml"
_LONGEST: Final = 300
_LONGEST_LIST: Final = 100_000


def read(folder: Folder) -> Iterator[PhrasesEntry]:
    file = folder.toml(FILE)
    for code in file.fields.names():
        section = file.fields.table(code)
        origin = Origin(FILE, _line(file, f"[{code}]"), f"examples of {code}")
        texts = tuple(text for language in section.names() for text in _lines(section, language))
        yield PhrasesEntry(origin=origin, code=code, texts=texts)
        _check_lines(origin, texts, file, folder.mistakes)
    file.fields.done()


def check(
    entries: Iterable[PhrasesEntry], services: Iterable[ServiceEntry], mistakes: Mistakes
) -> None:
    """Every list belongs to a service, and no example speaks of two."""
    known = {service.code for service in services}
    taken: dict[str, PhrasesEntry] = {}
    for entry in entries:
        if entry.code not in known | {SMALL_TALK} and mistakes.readable("services.toml"):
            message = f"there is no {entry.code!r} in services.toml: write a code from there"
            mistakes.add(entry.origin, message)
        for text in entry.texts:
            first = taken.setdefault(_heard(text), entry)
            if first.code != entry.code:
                message = f"it stands under {first.code} too: decide what {text!r} is about"
                mistakes.add(entry.origin, message)


def _lines(section: Fields, language: str) -> list[str]:
    if not re.fullmatch(r"[a-z]{2}", language):
        section.refuse(language, "this is no language: use two letters, as in el")
    listed = section.text(language, needed=False, longest=_LONGEST_LIST).splitlines()
    return [line.strip() for line in listed if line.strip()]


def _check_lines(origin: Origin, texts: Iterable[str], file: TomlFile, mistakes: Mistakes) -> None:
    for text in texts:
        if len(text) > _LONGEST:
            message = f"the line is longer than {_LONGEST} letters: one example a line"
        elif not words_of(text):
            message = f"{text!r} has no word in it: write what people write"
        else:
            continue
        mistakes.add(Origin(FILE, _line(file, text), origin.entry), message)


def _line(file: TomlFile, text: str) -> int | None:
    lines = (line.strip() for line in file.text.splitlines())
    return next((number for number, line in enumerate(lines, start=1) if line == text), None)


def _heard(text: str) -> str:
    return " ".join(word.key for word in words_of(text))
