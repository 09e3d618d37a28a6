"""Importing a CSV file: good rows go in, bad ones into a file of their own with the reason."""

import csv
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings

from aitima.municipalities.mistakes import Mistake, Origin
from aitima.service_requests.importing import bulk, mapping
from aitima.service_requests.importing.mapping import ImportMapping, MappingRefused
from aitima.service_requests.importing.past import PastRequest
from aitima.service_requests.importing.points import Locator
from aitima.service_requests.importing.rows import Row, RowReader, RowRefused

LARGEST_FIELD: Final = 1_000_000
_TELL_EVERY: Final = 500
_UNREAD: Final = "�"


@dataclass(frozen=True, slots=True)
class Refusal:
    line: int
    reason: str
    fields: list[str]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file's rows; `errors` is the file with the refused ones."""

    added: int
    unchanged: int
    refused: int
    errors: Path | None

    def __str__(self) -> str:
        line = f"{self.added} added, {self.unchanged} unchanged, {self.refused} refused"
        return f"{line}; see {self.errors}" if self.errors else line


@dataclass(frozen=True, slots=True)
class Readout:
    """What a file says: the requests it tells of, and the rows that cannot be used."""

    path: Path
    header: list[str]
    past: list[PastRequest]
    refusals: list[Refusal]


def read(
    path: Path,
    mapping_path: Path,
    *,
    at: datetime,
    progress: Callable[[int], None] | None = None,
) -> Readout:
    """Read a file by its mapping; nothing is written yet.

    Raises:
        MappingRefused: the mapping has mistakes, or does not fit the file.
    """
    reading = mapping.read(mapping_path)
    file = _File(path, reading)
    mapping.check_header(reading, file.header, path.name)
    reader = RowReader(reading, Locator.of(reading.points, file.coordinates()), at)
    readout = Readout(path, file.header, [], [])
    for done, (line, fields) in enumerate(file.rows(), start=1):
        try:
            readout.past.append(reader.read(_row(file.header, fields), line=line))
        except RowRefused as refusal:
            readout.refusals.append(Refusal(line, str(refusal), fields))
        if progress and done % _TELL_EVERY == 0:
            progress(done)
    return readout


def write(readout: Readout, *, progress: Callable[[int], None] | None = None) -> ImportReport:
    """Write the requests of a file that are not here yet, and the file of its bad rows."""
    written = bulk.write(readout.past, progress=progress)
    errors = _write_errors(readout)
    return ImportReport(written.added, written.unchanged, len(readout.refusals), errors)


def import_file(path: Path, mapping_path: Path, *, at: datetime) -> ImportReport:
    """Import a file's requests. Those that are here already stay as they are."""
    return write(read(path, mapping_path, at=at))


class _File:
    """A CSV file, read from its beginning as often as it is asked for."""

    def __init__(self, path: Path, reading: ImportMapping) -> None:
        self.path = path
        self.reading = reading
        self.header = next((fields for _, fields in self._lines()), [])
        if not self.header:
            raise MappingRefused([Mistake(Origin(path.name, 1), "", "the file is empty")])

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row after the first, with the line it begins at."""
        lines = self._lines()
        next(lines)
        yield from lines

    def coordinates(self) -> Iterator[tuple[str, str]]:
        columns = self.reading.columns
        if "x" not in columns:
            return
        x, y = self.header.index(columns["x"][0]), self.header.index(columns["y"][0])
        for _, fields in self.rows():
            if len(fields) == len(self.header):
                yield fields[x], fields[y]

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(LARGEST_FIELD)
        try:
            with self.path.open(
                encoding=self.reading.encoding, errors="replace", newline=""
            ) as text:
                reader = csv.reader(text, delimiter=self.reading.delimiter)
                begins = 1
                for fields in reader:
                    if fields:
                        yield begins, fields
                    begins = reader.line_num + 1
        except (OSError, csv.Error) as error:
            origin = Origin(self.path.name)
            raise MappingRefused([Mistake(origin, "", f"it cannot be read: {error}")]) from error


def _row(header: list[str], fields: list[str]) -> Row:
    if len(fields) != len(header):
        raise RowRefused(f"it has {len(fields)} fields, the first line has {len(header)}")
    if any(_UNREAD in field for field in fields):
        raise RowRefused("it holds characters that are not in the file's encoding")
    return dict(zip(header, fields, strict=True))


def _write_errors(readout: Readout) -> Path | None:
    """Write the refused rows beside the input, or where that cannot be, into the data folder."""
    if not readout.refusals:
        return None
    errors = _place_for(readout.path)
    with errors.open("w", encoding="utf-8-sig", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(["line", "reason", *readout.header])
        for refusal in readout.refusals:
            writer.writerow([refusal.line, refusal.reason, *refusal.fields])
    return errors


def _place_for(path: Path) -> Path:
    name = f"{path.stem}.errors.csv"
    if os.access(path.parent, os.W_OK):
        return path.parent / name
    folder: Path = settings.AITIMA_VAR / "imports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name
