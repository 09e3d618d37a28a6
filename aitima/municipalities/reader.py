"""A municipality's folder, read into a description with every mistake in it noted."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from pathlib import Path
from typing import Any, Final

from aitima.catalogue.models import Need, RequestKind
from aitima.core.translated import Texts
from aitima.municipalities import assets, examples, neighbours, questions
from aitima.municipalities.data import (
    AreaEntry,
    Description,
    GroupEntry,
    MunicipalityEntry,
    OutlineEntry,
    PhrasesEntry,
    PlaceEntry,
    RouteEntry,
    ServiceEntry,
    UnitEntry,
)
from aitima.municipalities.fields import Fields
from aitima.municipalities.files import Folder
from aitima.municipalities.mistakes import Mistakes, Origin
from aitima.organisation.models import Unit

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ICONS: Final = frozenset(
    {"bin", "lamp", "road", "sign", "water", "tree", "animal"}
    | {"bench", "building", "alert", "shield", "people", "doc"}
)
SLUG: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
CODE: Final = r"[A-Za-z0-9]+([.-][A-Za-z0-9]+)*"
_FOUNDED: Final = date(2000, 1, 1)
_MOST_PEOPLE: Final = 20_000_000
_LONGEST_TARGET: Final = 365
_NEARBY: Final = 100
_FARTHEST_NEARBY: Final = 2000


def read(path: Path, *, languages: Sequence[str]) -> tuple[Description, Mistakes]:
    mistakes = Mistakes()
    folder = Folder(path, mistakes, languages)
    groups, services = _catalogue(folder)
    description = Description(
        municipality=_municipality(folder),
        texts=_site_texts(folder),
        coastline=folder.json("coastline.geojson") if folder.has("coastline.geojson") else None,
        units=tuple(_units(folder)),
        areas=tuple(_areas(folder, "areas.csv", "area")),
        communities=tuple(_areas(folder, "communities.csv", "community", parent="unit_code"))
        if folder.has("communities.csv")
        else (),
        outlines=tuple(_outlines(folder)),
        places=tuple(_places(folder)),
        groups=groups,
        services=services,
        routes=tuple(_routes(folder)) if folder.has("routing.toml") else (),
        phrases=_phrases(folder),
        assets=tuple(assets.read(folder)) if folder.has(assets.FILE) else None,
    )
    return description, mistakes


def read_services(
    path: Path, *, languages: Sequence[str]
) -> tuple[tuple[ServiceEntry, ...], tuple[PhrasesEntry, ...], Mistakes]:
    """Only what can be asked for, and how people write about it."""
    mistakes = Mistakes()
    folder = Folder(path, mistakes, languages)
    services = _catalogue(folder)[1]
    return services, _phrases(folder), mistakes


def _phrases(folder: Folder) -> tuple[PhrasesEntry, ...]:
    return tuple(examples.read(folder)) if folder.has(examples.FILE) else ()


def _municipality(folder: Folder) -> MunicipalityEntry:
    file = folder.toml("municipality.toml")
    fields = file.fields
    contact, hours = fields.table("contact"), fields.table("working_hours")
    entry = MunicipalityEntry(
        origin=fields.origin,
        code=fields.code(longest=50, pattern=SLUG),
        names=fields.texts("names"),
        time_zone=fields.text("time_zone"),
        contact_office=contact.texts("office"),
        address=contact.texts("address"),
        phone=contact.text("phone"),
        email=contact.text("email", longest=254),
        website=contact.text("website", needed=False, longest=200),
        opens_at=hours.hour("opens_at") or time.min,
        closes_at=hours.hour("closes_at") or time.max,
        half_day_closes_at=hours.hour("half_day_closes_at", needed=False),
        working_weekdays=_weekdays(hours),
        local_holidays=list(_holidays(fields, file.lines("local_holidays"))),
        emergency_numbers=list(_numbers(fields, file.lines("emergency_numbers"))),
        neighbours=list(neighbours.read(fields, file.lines("neighbours"))),
    )
    for part in (fields, contact, hours):
        part.done()
    return entry


def _weekdays(hours: Fields) -> list[int]:
    listed = hours.items("weekdays")
    for day in listed:
        if day not in WEEKDAYS:
            hours.refuse("weekdays", f"{day!r} is no day of the week: write monday … sunday")
    if not listed:
        hours.refuse("weekdays", 'no working day: write weekdays = ["monday", …]')
    return sorted({WEEKDAYS.index(day) + 1 for day in listed if day in WEEKDAYS})


def _holidays(fields: Fields, lines: Iterator[int | None]) -> Iterator[dict[str, Any]]:
    for holiday in fields.entries("local_holidays", "holiday", lines, needed=False):
        value: dict[str, Any] = {"names": holiday.texts("names")}
        easter = holiday.whole("easter", least=-100, most=100, needed=False)
        fixed = easter is None
        month = holiday.whole("month", least=1, most=12, needed=fixed)
        day = holiday.whole("day", least=1, most=31, needed=fixed)
        if not fixed and (month or day):
            holiday.refuse("easter", "write either easter, or month and day, not both")
        elif month and day and not _is_date(month, day):
            holiday.refuse("day", f"there is no day {day} in month {month}")
        holiday.done()
        yield value | ({"month": month, "day": day} if fixed else {"easter": easter})


def _is_date(month: int, day: int) -> bool:
    try:
        return bool(date(2024, month, day))  # a leap year
    except ValueError:
        return False


def _numbers(fields: Fields, lines: Iterator[int | None]) -> Iterator[dict[str, Any]]:
    for entry in fields.entries("emergency_numbers", "emergency number", lines, needed=False):
        number = entry.text("number")
        if number and not number.isdecimal():
            entry.refuse("number", f"{number!r} cannot be dialled: write digits only")
        yield {"number": number, "names": entry.texts("names")}
        entry.done()


def _site_texts(folder: Folder) -> dict[str, Texts]:
    texts: dict[str, Texts] = {}
    last: dict[str, Origin] = {}
    for origin, slug, language, text in folder.texts("texts"):
        texts.setdefault(slug, {})[language] = text
        last[slug] = origin
    for slug, translations in texts.items():
        for language in folder.languages:
            if not translations.get(language, "").strip():
                folder.mistakes.add(last[slug], f"write it also as {slug}.{language}.md")
    return texts


def _units(folder: Folder) -> Iterator[UnitEntry]:
    file = folder.toml("organisation.toml")
    since = file.fields.day("valid_from", default=_FOUNDED)
    for fields in file.fields.entries("units", "unit", file.lines("units")):
        yield UnitEntry(
            origin=fields.origin,
            code=fields.code(longest=20, pattern=CODE),
            names=fields.texts("names"),
            kind=fields.choice("kind", Unit.Kind.values),
            parent=fields.text("parent", needed=False),
            email=fields.text("email", needed=False, longest=254),
            phone=fields.text("phone", needed=False),
            gazette=fields.text("gazette", needed=False, longest=60),
            valid_from=fields.day("valid_from", default=since),
        )
        fields.done()
    file.fields.done()


def _areas(folder: Folder, file: str, kind: str, *, parent: str = "") -> Iterator[AreaEntry]:
    columns = ["code", "population", *([parent] if parent else [])]
    for row in folder.rows(file, kind, columns):
        yield AreaEntry(
            origin=row.origin,
            code=row.code(longest=20, pattern=CODE),
            names=row.texts("names"),
            parent=row.text(parent) if parent else "",
            population=row.whole("population", least=0, most=_MOST_PEOPLE, needed=False),
        )
        row.done()


def _outlines(folder: Folder) -> Iterator[OutlineEntry]:
    for origin, properties, geometry in folder.features("areas.geojson"):
        code = properties.get("code")
        if isinstance(code, str) and code:
            named = Origin(origin.file, entry=f"area {code}")
            yield OutlineEntry(origin=named, code=code, geometry=geometry)
        else:
            folder.mistakes.add(
                origin, "write the area's code from areas.csv", key="properties.code"
            )


def _places(folder: Folder) -> Iterator[PlaceEntry]:
    for row in folder.rows("places.csv", "place", ["code", "unit_code", "lon", "lat"]):
        yield PlaceEntry(
            origin=row.origin,
            code=row.code(longest=20, pattern=CODE),
            names=row.texts("names"),
            also=tuple(filter(None, map(str.strip, row.text("also", needed=False).split(";")))),
            area=row.text("unit_code"),
            community=row.text("community_code", needed=False),
            population=row.whole("population", least=0, most=_MOST_PEOPLE, needed=False),
            longitude=row.number("lon", least=-180, most=180),
            latitude=row.number("lat", least=-90, most=90),
        )
        row.done()


def _catalogue(folder: Folder) -> tuple[tuple[GroupEntry, ...], tuple[ServiceEntry, ...]]:
    file = folder.toml("services.toml")
    lines = file.lines("groups.services"), file.lines("groups.services.questions")
    groups, services = [], []
    for fields in file.fields.entries("groups", "group", file.lines("groups")):
        group = GroupEntry(
            origin=fields.origin,
            code=fields.code(longest=50, pattern=SLUG),
            names=fields.texts("names"),
            icon=fields.choice("icon", ICONS, default="doc"),
        )
        groups.append(group)
        services += [
            _service(service, group.code, lines[1])
            for service in fields.entries("services", "service", lines[0])
        ]
        fields.done()
    file.fields.done()
    return tuple(groups), tuple(services)


def _service(fields: Fields, group: str, lines: Iterator[int | None]) -> ServiceEntry:
    entry = ServiceEntry(
        origin=fields.origin,
        code=fields.code(longest=60, pattern=SLUG),
        names=fields.texts("names"),
        group=group,
        descriptions=fields.texts("descriptions"),
        keywords=fields.words("keywords"),
        warnings=fields.texts("warnings", needed=False),
        unit=fields.text("unit"),
        target_days=fields.whole("target_days", least=0, most=_LONGEST_TARGET) or 0,
        photo=fields.choice("photo", Need.values, default=Need.OPTIONAL),
        place=fields.choice("place", Need.values, default=Need.REQUIRED),
        identity=fields.choice("identity", Need.values, default=Need.OPTIONAL),
        kind=fields.choice("kind", RequestKind.values, default=RequestKind.PROBLEM),
        confidential=fields.yes("confidential", default=False),
        public=fields.yes("public", default=True),
        checked_first=fields.yes("checked_first", default=False),
        place_is_private=fields.yes("place_is_private", default=False),
        nearby_metres=_nearby(fields),
        related=fields.one_or_more("related"),
        questions=tuple(questions.read(fields, lines)),
    )
    fields.done()
    return entry


def _nearby(fields: Fields) -> int:
    metres = fields.whole("nearby_metres", least=0, most=_FARTHEST_NEARBY, needed=False)
    return _NEARBY if metres is None else metres


def _routes(folder: Folder) -> Iterator[RouteEntry]:
    """A route names its services itself, or a set of them that several routes share."""
    file = folder.toml("routing.toml")
    sets = file.fields.items_by_name("sets")
    for fields in file.fields.entries("routes", "route", file.lines("routes"), needed=False):
        area, unit = fields.text("area"), fields.text("unit")
        named = fields.text("set", needed=False)
        services = [*fields.items("services"), *sets.get(named, ())]
        if named and named not in sets:
            fields.refuse("set", f"there is no set {named!r} under [sets]")
        elif not services:
            fields.refuse("services", 'it routes nothing: write services = ["…"] or set = "…"')
        for service in services:
            yield RouteEntry(origin=fields.origin, service=str(service), area=area, unit=unit)
        fields.done()
    file.fields.done()
