"""How another system's CSV file is read: a TOML file, checked as a whole before anything else."""

import codecs
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from pyproj import CRS
from pyproj.exceptions import CRSError

from aitima.catalogue.queries import catalogue
from aitima.municipalities.fields import Fields
from aitima.municipalities.mistakes import Mistake, Mistakes, Origin
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import Channel

COLUMNS: Final = (
    "id",
    "submitted_at",
    "charged_at",
    "closed_at",
    "status",
    "service",
    "channel",
    "description",
    "address",
    "authority",
    "x",
    "y",
)
STATUSES: Final = (
    Status.SUBMITTED,
    Status.CHARGED,
    Status.IN_PROGRESS,
    Status.RESOLVED,
    Status.REJECTED,
    Status.FORWARDED,
)
MOVES: Final = ("no", "box", "settlements")
_TABLES: Final = ("file", "dates", "text", "points", "services", "statuses", "channels")
_DELIMITERS: Final = (",", ";", "\t", "|")
_LONGEST_WAIT: Final = 3650
_SLOT: Final = re.compile(r"\{([^{}]+)\}")

type Box = tuple[float, float, float, float]


class MappingRefused(Exception):
    """The mapping cannot be used, because of these mistakes; nothing was imported."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(["Nothing was imported.", *map(str, self.mistakes)]))


@dataclass(frozen=True, slots=True)
class Words:
    """Their words for something of ours; what has no word of ours is the default, or refused."""

    values: Mapping[str, str]
    default: str

    def ours(self, theirs: str) -> str | None:
        return self.values.get(theirs.strip()) or self.default or None


@dataclass(frozen=True, slots=True)
class Points:
    """Where their points are, and how they come onto this municipality.

    `extent` and `box` are west, south, east, north in degrees (WGS84).
    """

    crs: str
    move: str
    box: Box | None
    extent: Box | None
    refuse_outside: bool


@dataclass(frozen=True, slots=True)
class Dates:
    formats: Sequence[str]
    zone: ZoneInfo
    closed_after: timedelta | None


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """A checked mapping. A column of ours may be filled from several of theirs, in turn."""

    source: str
    encoding: str
    delimiter: str
    columns: Mapping[str, tuple[str, ...]]
    dates: Dates
    services: Words
    statuses: Words
    channels: Words
    language: str
    template: str
    points: Points

    def named_columns(self) -> set[str]:
        """Every column of the file that the mapping speaks of."""
        named = {name for names in self.columns.values() for name in names}
        return named | set(_SLOT.findall(self.template))

    def fill(self, row: Mapping[str, str]) -> str:
        """The template with the row's fields in its braces."""
        text = _SLOT.sub(lambda slot: row[slot[1]], self.template)
        return " ".join(text.split())


def read(path: Path) -> ImportMapping:
    """Read and check a mapping file.

    Raises:
        MappingRefused: with every mistake, each at its key.
    """
    mistakes = Mistakes()
    mapping = _Reader(path.name, mistakes).mapping(_values(path, mistakes))
    if mistakes.found:
        raise MappingRefused(mistakes)
    return mapping


def check_header(mapping: ImportMapping, header: Sequence[str], file: str) -> None:
    """Compare the mapping with the file's first line.

    Raises:
        MappingRefused: columns that the mapping names are not there.
    """
    missing = sorted(mapping.named_columns() - set(header))
    if missing:
        there = ", ".join(header)
        raise MappingRefused(
            Mistake(Origin(file, 1), name, f"there is no such column; there are: {there}")
            for name in missing
        )


def _values(path: Path, mistakes: Mistakes) -> dict[str, Any]:
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        mistakes.give_up(Origin(path.name), f"it cannot be read: {error}")
        raise MappingRefused(mistakes) from error
    for table in _TABLES:
        values.setdefault(table, {})
    return values


@dataclass(slots=True)
class _Reader:
    file: str
    mistakes: Mistakes

    def mapping(self, values: dict[str, Any]) -> ImportMapping:
        fields = Fields(values, Origin(self.file), self.mistakes, ())
        file, text = fields.table("file"), fields.table("text")
        columns = self._columns(fields)
        mapping = ImportMapping(
            source=fields.code("source", longest=40, pattern=r"[a-zA-Z0-9._-]+"),
            encoding=_encoding(file),
            delimiter=file.choice("delimiter", _DELIMITERS, default=","),
            columns=columns,
            dates=_dates(fields.table("dates")),
            services=self._words(fields.table("services"), set(catalogue().services)),
            statuses=self._words(fields.table("statuses"), {*STATUSES}),
            channels=self._words(fields.table("channels"), {*Channel.values}, Channel.IMPORT),
            language=text.choice("language", dict(settings.LANGUAGES), default="el"),
            template=_template(text),
            points=_points(fields.table("points")),
        )
        self._check_together(mapping, fields)
        for table in (fields, file, text):
            table.done()
        return mapping

    def _columns(self, fields: Fields) -> dict[str, tuple[str, ...]]:
        table = fields.table("columns")
        columns = {name: tuple(table.one_or_more(name)) for name in COLUMNS}
        if not columns["submitted_at"]:
            table.refuse("submitted_at", "it is missing: write the column of the time of arrival")
        if bool(columns["x"]) != bool(columns["y"]):
            table.refuse("x", "a point has both: write x and y, or neither")
        table.done()
        return {name: names for name, names in columns.items() if names}

    def _words(self, table: Fields, ours: Collection[str], default: str = "") -> Words:
        chosen = table.choice("default", ours, default=default)
        words = table.pairs("values")
        for theirs, word in words.items():
            if word not in ours:
                known = ", ".join(sorted(ours))
                table.refuse(f'values."{theirs}"', f"{word!r} is not one of ours: {known}")
        table.done()
        return Words(words, chosen)

    def _check_together(self, mapping: ImportMapping, fields: Fields) -> None:
        """What one key asks of another."""
        if "service" not in mapping.columns and not mapping.services.default:
            fields.refuse("services.default", "without columns.service every row needs it")
        if "status" not in mapping.columns and not mapping.statuses.default:
            fields.refuse("statuses.default", "without columns.status every row needs it")
        if "description" not in mapping.columns and not mapping.template:
            fields.refuse("text.template", "without columns.description every row needs it")
        if mapping.points.move == "box" and not mapping.points.box:
            fields.refuse("points.box", 'move = "box" needs it: west, south, east, north')


def _encoding(table: Fields) -> str:
    encoding = table.text("encoding", needed=False) or "utf-8-sig"
    try:
        codecs.lookup(encoding)
    except LookupError:
        table.refuse("encoding", f"{encoding!r} is no encoding; try utf-8, iso-8859-7, cp1253")
        return "utf-8"
    return encoding


def _dates(table: Fields) -> Dates:
    zone = table.text("zone", needed=False) or settings.TIME_ZONE
    if zone not in available_timezones():
        table.refuse("zone", f"{zone!r} is no time zone; write one such as Europe/Athens")
        zone = settings.TIME_ZONE
    formats = table.one_or_more("formats")
    if not formats:
        table.refuse("formats", 'it is missing: write a list such as ["%Y-%m-%d %H:%M:%S"]')
    days = table.whole("closed_after_days", least=0, most=_LONGEST_WAIT, needed=False)
    table.done()
    return Dates(formats, ZoneInfo(zone), None if days is None else timedelta(days=days))


def _template(table: Fields) -> str:
    template = table.text("template", needed=False)
    if any(brace in _SLOT.sub("", template) for brace in "{}"):
        table.refuse("template", "its braces do not match: write columns as {column}")
    return template


def _points(table: Fields) -> Points:
    crs = table.text("crs", needed=False) or "EPSG:4326"
    try:
        CRS.from_user_input(crs)
    except CRSError:
        table.refuse("crs", f"{crs!r} is no coordinate system; write one such as EPSG:2056")
        crs = "EPSG:4326"
    points = Points(
        crs=crs,
        move=table.choice("move", MOVES, default="no"),
        box=_box(table, "box"),
        extent=_box(table, "extent"),
        refuse_outside=table.choice("outside", ("refuse", "drop"), default="refuse") == "refuse",
    )
    table.done()
    return points


def _box(table: Fields, key: str) -> Box | None:
    sides = table.items(key)
    if not sides:
        return None
    numbers = [float(side) for side in sides if isinstance(side, int | float)]
    if len(numbers) != 4 or len(sides) != 4:  # noqa: PLR2004 - west, south, east, north
        table.refuse(key, "write four numbers: west, south, east, north")
        return None
    west, south, east, north = numbers
    if west >= east or south >= north:
        table.refuse(key, "west comes before east, and south before north")
        return None
    return west, south, east, north
