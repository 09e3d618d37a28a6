"""The interface's texts: English in the code, Greek in `aitima/locale/el/parts/<area>.po`.

One catalogue per area of the code keeps a text near the people who write it; together they are
compiled into the one `django.mo` that Django reads. GNU gettext need not be installed.

    python tools/messages.py compile               parts → django.mo (what a build does)
    python tools/messages.py missing --area portal texts of the code that have no Greek yet
    python tools/messages.py update --area portal  add those to the part, drop what is not used
    python tools/messages.py check                 everything complete and consistent, or exit 1
    python tools/messages.py extract               every text of the code, as a .pot on stdout

`compile` needs Babel alone; the others read templates with Django.
"""

import argparse
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, Final

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = ROOT / "aitima"
LOCALE: Final = "el"
TEMPLATES: Final = (".html", ".txt", ".xml", ".svg")
_DOMAIN: Final = ("accounts", "catalogue", "geography", "organisation", "service_requests")
AREAS: Final = {
    "templates": "portal",
    "runtime": "cli",
    "cli.py": "cli",
    "live": "core",
    **dict.fromkeys(_DOMAIN, "domain"),
}
"""Where the first part of a path is not itself the name of its catalogue."""

KEYWORDS: Final[dict[str, Any]] = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACEHOLDER: Final = re.compile(r"%\(\w+\)[sd]|(?<!%)(?:%%)*%[sd]|\{\w*\}")
_TWO_ALPHABETS: Final = re.compile(r"\w*(?:[Ͱ-Ͽἀ-῿][A-Za-zµ]|[A-Za-zµ][Ͱ-Ͽἀ-῿])\w*")

HEADER: Final = """msgid ""
msgstr ""
"Language: el\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

type Key = tuple[str, str | None]
"""What a text is found by: the English words, and the context when they have one."""


@dataclass
class Used:
    """A text of the code, and the places that say it."""

    id: str | tuple[str, str]
    context: str | None
    places: list[tuple[Path, int]] = field(default_factory=list)

    @property
    def areas(self) -> set[str]:
        return {area_of(path) for path, _ in self.places}

    def __str__(self) -> str:
        path, line = self.places[0]
        words = self.id if isinstance(self.id, str) else self.id[0]
        context = f" [{self.context}]" if self.context else ""
        return f"{path.as_posix()}:{line}: “{words}”{context}"


def main(arguments: list[str] | None = None) -> int:
    """Carry out one of the commands of the module's text."""
    parser = argparse.ArgumentParser(prog="messages", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("command", choices=("compile", "missing", "update", "check", "extract"))
    parser.add_argument("--area", help="one area only: portal, workspace, notifications …")
    parser.add_argument("--package", type=Path, default=PACKAGE, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    commands = {"missing": missing, "update": update, "check": check, "extract": extract_all}
    if options.command == "compile":
        print(compile_catalogue(options.package))
        return 0
    return commands[options.command](options.package, options.area)


# --- compile: needs Babel alone ---------------------------------------------------------------


def part_paths(package: Path) -> list[Path]:
    """Every catalogue file, the areas' parts first."""
    locale = package / "locale" / LOCALE
    return [*sorted(locale.glob("parts/*.po")), *locale.glob("LC_MESSAGES/django.po")]


def compile_catalogue(package: Path = PACKAGE) -> Path:
    """Write django.mo from the parts, unless it is newer than all of them."""
    target = package / "locale" / LOCALE / "LC_MESSAGES" / "django.mo"
    newest = max((path.stat().st_mtime_ns for path in part_paths(package)), default=0)
    if target.exists() and target.stat().st_mtime_ns > newest:
        return target
    merged = Catalog(locale=LOCALE, domain="django")
    for path in part_paths(package):
        for message in filter(_complete, translations(path)):
            merged[message.id] = message
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as file:
        write_mo(file, merged)
    draft.replace(target)  # a server that starts meanwhile reads a whole file
    return target


def translations(path: Path) -> list[Message]:
    """Every entry of a catalogue but its header."""
    with path.open("rb") as file:
        return [message for message in read_po(file, locale=LOCALE) if message.id]


# --- what the code says -----------------------------------------------------------------------


def area_of(path: Path) -> str:
    """Name the catalogue that a source file's texts belong to."""
    first = path.parts[path.parts.index("aitima") + 1] if "aitima" in path.parts else path.parts[0]
    return AREAS.get(first, first.removesuffix(".py"))


def used_texts(package: Path) -> dict[Key, Used]:
    """Collect every text that Python files and templates ask a translation for."""
    found: dict[Key, Used] = {}
    for path in sorted(_sources(package)):
        relative = path.relative_to(package.parent)
        for line, words, context in _texts_of(path):
            used = found.setdefault((_singular(words), context), Used(words, context))
            if isinstance(words, tuple):
                used.id = words
            used.places.append((relative, line))
    return found


def _sources(package: Path) -> Iterator[Path]:
    for path in package.rglob("*"):
        inside = path.relative_to(package).parts
        if (path.suffix == ".py" and "migrations" not in inside) or (
            path.suffix in TEMPLATES and "templates" in inside
        ):
            yield path


def _texts_of(path: Path) -> Iterator[tuple[int, str | tuple[str, str], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = _template_as_python(source, path)
    for line, words, _, context in extract(
        "python", BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
    ):
        yield line, words if isinstance(words, str) else (words[0], words[1]), context


def _template_as_python(source: str, path: Path) -> str:
    """Leave a template's gettext calls only; unindented, for Python's tokenizer is strict."""
    from django.utils.translation.template import templatize  # noqa: PLC0415 - not to compile

    return "\n".join(line.strip() for line in templatize(source, origin=str(path)).split("\n"))


def _singular(words: str | list[str] | tuple[str, ...]) -> str:
    return words if isinstance(words, str) else words[0]


# --- comparing the two ------------------------------------------------------------------------


def problems(package: Path, area: str | None = None) -> Iterator[str]:
    """Say everything that keeps the Greek interface from being complete."""
    used, entries, known = used_texts(package), _entries(package), _django_texts()
    for key, text in used.items():
        if area is None or area in text.areas:
            yield from _lacks(text, entries.get(key, []))
    for key, found in entries.items():
        for path, message in found:
            if area is None or path.stem == area:
                where = f"{_shown(path, package)}:{message.lineno}: “{key[0]}”"
                yield from (f"{where} {fault}" for fault in _faults(message))
                if key not in used and key not in known:
                    yield f"{where} is said nowhere in the code"
        if len({str(message.string) for _, message in found}) > 1:
            places = ", ".join(_shown(path, package) for path, _ in found)
            yield f"“{key[0]}” is translated in different words in {places}; use a context"


def _entries(package: Path) -> dict[Key, list[tuple[Path, Message]]]:
    entries: dict[Key, list[tuple[Path, Message]]] = defaultdict(list)
    for path in part_paths(package):
        for message in translations(path):
            entries[_singular(message.id), message.context].append((path, message))
    return entries


def _django_texts() -> set[Key]:
    """Django's own texts: a part may word them better than Django does."""
    import django  # noqa: PLC0415 - not to compile

    known: set[Key] = set()
    for path in Path(django.__file__).parent.rglob(f"locale/{LOCALE}/LC_MESSAGES/django.mo"):
        with path.open("rb") as file:
            known.update((_singular(message.id), message.context) for message in read_mo(file))
    return known


def _lacks(text: Used, found: list[tuple[Path, Message]]) -> Iterator[str]:
    if not any(_complete(message) for _, message in found):
        yield f"{text} has no Greek"
    elif isinstance(text.id, tuple) and not any(message.pluralizable for _, message in found):
        yield f"{text} has a plural in the code, and none in Greek"


def _complete(message: Message) -> bool:
    return not message.fuzzy and all(_strings(message))


def _strings(message: Message) -> list[str]:
    strings = message.string
    return [strings] if isinstance(strings, str) else list(strings or [""])


def _faults(message: Message) -> Iterator[str]:
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    if message.fuzzy:
        yield "is marked fuzzy"
    for number, (words, greek) in enumerate(zip(ids, _strings(message), strict=False)):
        wanted, given = _placeholders(words), _placeholders(greek)
        spoken_number = len(ids) > 1 and number == 0  # «ένα αίτημα» need not repeat the 1
        if greek and not (given <= wanted if spoken_number else given == wanted):
            yield f"has other placeholders than “{greek}”"
        if mixed := _TWO_ALPHABETS.search(_PLACEHOLDER.sub(" ", greek)):
            yield f"mixes Greek and Latin letters in “{mixed[0]}”"


def _placeholders(words: str) -> frozenset[str]:
    return frozenset(_PLACEHOLDER.findall(words))


def _shown(path: Path, package: Path) -> str:
    return path.relative_to(package.parent).as_posix()


# --- commands ---------------------------------------------------------------------------------


def check(package: Path, area: str | None) -> int:
    """Print every problem; 1 when there is any."""
    found = list(problems(package, area))
    for problem in found:
        print(problem)
    print(f"{len(found)} problems" if found else "Every text has its Greek.", file=sys.stderr)
    return 1 if found else 0


def missing(package: Path, area: str | None) -> int:
    """Print entries to fill in, ready to be pasted into the area's part."""
    lacking = Catalog(locale=LOCALE)
    for text in _untranslated(package, area):
        _add(lacking, text)
    _write(lacking, sys.stdout.buffer, header=False)
    return 0


def update(package: Path, area: str | None) -> int:
    """Give every untranslated text an empty entry in its area's part; drop what is not said."""
    used, known = used_texts(package), _django_texts()
    for name in {area} if area else {name for text in used.values() for name in text.areas}:
        path = package / "locale" / LOCALE / "parts" / f"{name}.po"
        catalogue = Catalog(locale=LOCALE, domain="django", fuzzy=False)
        for message in translations(path) if path.exists() else []:
            key = (_singular(message.id), message.context)
            if key in used or key in known:
                catalogue[message.id] = message
        for text in _untranslated(package, name):
            _add(catalogue, text)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            _write(catalogue, file)
    return 0


def extract_all(package: Path, area: str | None) -> int:
    """Print a template of all texts."""
    catalogue = Catalog(domain="django")
    for text in used_texts(package).values():
        if area is None or area in text.areas:
            _add(catalogue, text)
    _write(catalogue, sys.stdout.buffer)
    return 0


def _untranslated(package: Path, area: str | None) -> Iterable[Used]:
    entries = _entries(package)
    for key, text in used_texts(package).items():
        wanted = area is None or area in text.areas
        if wanted and not any(_complete(message) for _, message in entries.get(key, [])):
            yield text


def _add(catalogue: Catalog, text: Used) -> None:
    if catalogue.get(text.id, text.context) is None:
        places = dict.fromkeys((path.as_posix(), 0) for path, _ in text.places)
        catalogue.add(text.id, locations=list(places), context=text.context)


def _write(catalogue: Catalog, file: BinaryIO, *, header: bool = True) -> None:
    """Write file names without lines: an entry changes when its words do, not with each edit."""
    if header:
        file.write(HEADER.encode())
    write_po(file, catalogue, width=100, omit_header=True, include_lineno=False)


if __name__ == "__main__":
    sys.exit(main())
