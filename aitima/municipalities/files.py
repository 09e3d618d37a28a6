"""Opening the files of a municipality's folder: what cannot be read is noted, never raised."""

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from aitima.municipalities.fields import Fields
from aitima.municipalities.mistakes import Mistakes, Origin

LARGEST: Final = 50_000_000  # bytes; a folder written by hand stays far below
_COLUMN_OF_NAME: Final = re.compile(r"name_([a-z]{2})")


@dataclass(frozen=True, slots=True)
class TomlFile:
    fields: Fields
    text: str

    def lines(self, table: str) -> Iterator[int | None]:
        """The lines of `[[table]]` in the order in which the tables are read."""
        header = re.compile(rf"\s*\[\[\s*{re.escape(table)}\s*\]\]")
        return (
            number
            for number, line in enumerate(self.text.splitlines(), start=1)
            if header.match(line)
        )


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder, the mistakes found in it, and the languages its texts must have."""

    path: Path
    mistakes: Mistakes
    languages: Sequence[str]

    def toml(self, name: str) -> TomlFile:
        text = self._text(name)
        values: dict[str, Any] = {}
        try:
            values = tomllib.loads(text or "")
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"line (\d+)", str(error))
            line = int(at[1]) if at else len((text or "").splitlines())  # "at end of document"
            origin = Origin(name, line)
            self.mistakes.give_up(origin, f"this is not TOML: {error}")
            text = None
        # A file without content is one mistake, not one for every key in it.
        mistakes = Mistakes() if text is None else self.mistakes
        return TomlFile(Fields(values, Origin(name), mistakes, self.languages), text or "")

    def rows(
        self, name: str, kind: str, columns: Sequence[str], *, named: bool = True
    ) -> Iterator[Fields]:
        """The rows of a CSV file whose first line names the columns.

        Args:
            named: every row has a name in each language.
        """
        text = self._text(name)
        if text is None:
            return
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        names = [f"name_{language}" for language in self.languages] if named else []
        expected = [*columns, *names]
        try:
            missing = [column for column in expected if column not in (reader.fieldnames or ())]
            if missing:
                message = f"columns are missing: {', '.join(missing)}"
                self.mistakes.give_up(Origin(name, 1), message)
                return
            for row in reader:
                yield self._row(name, kind, row, reader.line_num)
        except csv.Error as error:
            origin = Origin(name, max(reader.line_num, 1))
            self.mistakes.give_up(origin, f"this is not CSV: {error}")

    def features(self, name: str) -> list[tuple[Origin, dict[str, Any], dict[str, Any]]]:
        """The features of a GeoJSON file: where each stands, its properties, its geometry."""
        content = self.json(name)
        if content is None:
            return []
        listed = content.get("features") if isinstance(content, Mapping) else None
        if not isinstance(listed, list):
            self.mistakes.give_up(Origin(name), "this is no GeoJSON FeatureCollection")
            return []
        found = []
        for number, feature in enumerate(listed, start=1):
            origin = Origin(name, entry=f"feature {number}")
            properties, geometry = (
                feature.get(key) if isinstance(feature, Mapping) else None
                for key in ("properties", "geometry")
            )
            if isinstance(geometry, dict):
                found.append((origin, properties if isinstance(properties, dict) else {}, geometry))
            else:
                self.mistakes.add(origin, "it has no geometry: draw it as a polygon")
        return found

    def json(self, name: str) -> Any:
        text = self._text(name)
        if text is None:
            return None
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            origin = Origin(name, error.lineno)
            self.mistakes.give_up(origin, f"this is not JSON: {error.msg}, column {error.colno}")
        except RecursionError:
            self.mistakes.give_up(Origin(name), "it is nested too deeply to be read")
        return None

    def has(self, name: str) -> bool:
        return (self.path / name).exists()

    def texts(self, folder: str) -> Iterator[tuple[Origin, str, str, str]]:
        """The files `slug.language.md` in a folder inside: origin, slug, language, text."""
        for path in sorted((self.path / folder).glob("*.md")):
            name = f"{folder}/{path.name}"
            slug, _, language = path.stem.rpartition(".")
            text = self._text(name)
            if text is not None:
                yield Origin(name), slug, language, text

    def _text(self, name: str) -> str | None:
        try:
            data = self._bytes(name)
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            self.mistakes.give_up(Origin(name, line), "this is not UTF-8: save it as UTF-8")
        except OSError as error:
            self.mistakes.give_up(Origin(name), f"it cannot be read: {error.strerror or error}")
        return None

    def _bytes(self, name: str) -> bytes:
        path = self.path / name
        if path.is_file() and path.stat().st_size > LARGEST:
            raise OSError(f"it is larger than {LARGEST // 1_000_000} MB")
        return path.read_bytes()

    def _row(self, name: str, kind: str, row: Mapping[Any, Any], line: int) -> Fields:
        origin = Origin(name, line, f"{kind} {row.get('code') or ''}".strip())
        names: dict[str, str] = {}
        values: dict[str, Any] = {"names": names}
        for column, value in row.items():
            match = _COLUMN_OF_NAME.fullmatch(column or "")
            if column is None or value is None:
                self.mistakes.add(origin, "the row has more or fewer cells than the first line")
            elif match is None:
                values[column] = value.strip()
            elif value.strip():
                names[match[1]] = value
        return Fields(values, origin, self.mistakes, self.languages)
