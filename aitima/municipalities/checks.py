"""Whether the parts of a description fit together."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from aitima.catalogue.models import Need
from aitima.municipalities import examples, outlines, questions
from aitima.municipalities.data import (
    AreaEntry,
    Description,
    Entry,
    MunicipalityEntry,
    PlaceEntry,
    RouteEntry,
    ServiceEntry,
    UnitEntry,
)
from aitima.municipalities.mistakes import Mistakes, Origin

_PHONE: Final = re.compile(r"\+?[0-9][0-9 ]{1,28}")
_LONGEST_PATH: Final = 200


@dataclass(frozen=True, slots=True)
class Register[E: Entry]:
    """The entries of a file, by code, that others refer to."""

    file: str
    entries: Mapping[str, E]
    mistakes: Mistakes

    def knows(self, code: str, origin: Origin, key: str) -> bool:
        """Whether there is such an entry; note it if not, unless the whole file is unreadable."""
        if code and code not in self.entries and self.mistakes.readable(self.file):
            message = f"there is no {code!r} in {self.file}: write a code from there"
            self.mistakes.add(origin, message, key=key)
        return code in self.entries


def check(description: Description, mistakes: Mistakes) -> None:
    """Add what is wrong between the entries, each of which is well-formed by itself.

    A file that could not be read is left out: what refers to it would be a mistake in every line.
    """
    units = Register("organisation.toml", _by_code(description.units, mistakes), mistakes)
    areas = Register("areas.csv", {area.code: area for area in description.areas}, mistakes)
    services = Register("services.toml", _by_code(description.services, mistakes), mistakes)
    _by_code([*description.areas, *description.communities], mistakes)
    _by_code(description.groups, mistakes)
    _by_code(description.places, mistakes)
    _check_something_is_there(description, mistakes)
    if mistakes.readable("municipality.toml"):
        _check_municipality(description.municipality, mistakes)
    _check_chart(description.units, units)
    _check_services(services, units)
    questions.check(description.services, mistakes)
    examples.check(description.phrases, description.services, mistakes)
    _check_geography(description, areas, mistakes)
    _check_routes(description.routes, services, areas, units)


def _by_code[E: Entry](entries: Iterable[E], mistakes: Mistakes) -> dict[str, E]:
    found: dict[str, E] = {}
    for entry in entries:
        first = found.setdefault(entry.code, entry) if entry.code else entry
        if first is not entry:
            message = f"the code {entry.code} is used already ({first.origin}): give it another"
            mistakes.add(entry.origin, message, key="code")
    return found


def _check_something_is_there(description: Description, mistakes: Mistakes) -> None:
    files: Mapping[str, Sequence[object]] = {
        "organisation.toml": description.units,
        "services.toml": description.services,
        "areas.csv": description.areas,
        "places.csv": description.places,
    }
    for file, entries in files.items():
        if not entries and mistakes.readable(file):
            mistakes.add(Origin(file), "it describes nothing: write at least one entry")


def _check_municipality(entry: MunicipalityEntry, mistakes: Mistakes) -> None:
    _check_contact(entry.origin, entry.email, entry.phone, mistakes)
    try:
        ZoneInfo(entry.time_zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        message = f"{entry.time_zone!r} is no time zone: write one such as Europe/Athens"
        mistakes.add(entry.origin, message, key="time_zone")
    _check_website(entry.origin, entry.website, "contact.website", mistakes)
    for neighbour in entry.neighbours:
        _check_website(entry.origin, neighbour["website"], "neighbours.website", mistakes)
    half = entry.half_day_closes_at
    if entry.opens_at >= entry.closes_at:
        message = "the day ends before it begins: closes_at must be later than opens_at"
        mistakes.add(entry.origin, message, key="working_hours.closes_at")
    elif half and not entry.opens_at < half <= entry.closes_at:
        message = "half a day must end between opens_at and closes_at"
        mistakes.add(entry.origin, message, key="working_hours.half_day_closes_at")


def _check_website(origin: Origin, website: str, key: str, mistakes: Mistakes) -> None:
    if website and not _passes(URLValidator(["http", "https"]), website):
        mistakes.add(origin, f"{website!r} is no address: write https://…", key=key)


def _check_contact(origin: Origin, email: str, phone: str, mistakes: Mistakes) -> None:
    if email and not _passes(validate_email, email):
        mistakes.add(origin, f"{email!r} is no e-mail address", key="email")
    if phone and not _PHONE.fullmatch(phone):
        message = f"{phone!r} is no telephone number: write digits and spaces"
        mistakes.add(origin, message, key="phone")


def _passes(validate: Callable[[str], None], value: str) -> bool:
    try:
        validate(value)
    except ValidationError:
        return False
    return True


def _check_chart(entries: Iterable[UnitEntry], units: Register[UnitEntry]) -> None:
    for unit in entries:
        _check_contact(unit.origin, unit.email, unit.phone, units.mistakes)
        units.knows(unit.parent, unit.origin, "parent")
    for cycle in _cycles(units.entries):
        message = f"the chart goes round in a circle: {' → '.join([*cycle, cycle[0]])}"
        origin = units.entries[cycle[0]].origin
        units.mistakes.add(origin, f"{message}; give one of them another parent", key="parent")
    for unit in units.entries.values():
        if len("".join(f"{code}/" for code in chain(unit, units.entries))) > _LONGEST_PATH:
            message = "the chart is too deep here: shorten the codes above it"
            units.mistakes.add(unit.origin, message, key="parent")


def _cycles(units: Mapping[str, UnitEntry]) -> list[tuple[str, ...]]:
    """Every circle of parents once, beginning with the unit that stands first."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for code in units:
        walked: list[str] = []
        at = code
        while at in units and at not in walked:
            walked.append(at)
            at = units[at].parent
        if at in walked:
            circle = tuple(walked[walked.index(at) :])
            found.setdefault(frozenset(circle), circle)
    return list(found.values())


def chain(unit: UnitEntry, units: Mapping[str, UnitEntry]) -> list[str]:
    """The codes from the top of the chart down to the unit."""
    codes = [unit.code]
    while (above := units.get(unit.parent)) and above.code not in codes:
        codes.append(above.code)
        unit = above
    return codes[::-1]


def _check_services(services: Register[ServiceEntry], units: Register[UnitEntry]) -> None:
    mistakes = services.mistakes
    for service in services.entries.values():
        units.knows(service.unit, service.origin, "unit")
        if service.confidential and service.public:
            message = "a confidential service cannot be public: write public = false"
            mistakes.add(service.origin, message, key="public")
        for related in service.related:
            services.knows(related, service.origin, "related")


def _check_geography(
    description: Description, areas: Register[AreaEntry], mistakes: Mistakes
) -> None:
    by_code = {area.code: area for area in description.communities}
    communities = Register("communities.csv", by_code, mistakes)
    for community in description.communities:
        areas.knows(community.parent, community.origin, "unit_code")
    for place in description.places:
        areas.knows(place.area, place.origin, "unit_code")
        communities.knows(place.community, place.origin, "community_code")
    shapes = outlines.check(description, areas.entries, mistakes)
    if mistakes.readable("areas.geojson", "areas.csv"):
        _check_places_lie_inside(description.places, shapes, mistakes)
    if description.coastline is not None:
        outlines.check_coastline(description.coastline, mistakes)


def _check_places_lie_inside(
    places: Iterable[PlaceEntry], shapes: outlines.Shapes, mistakes: Mistakes
) -> None:
    for place in places:
        away = shapes.distance(place.area, place.longitude, place.latitude)
        if away is not None and away > outlines.SHORE:
            owner = shapes.holding(place.longitude, place.latitude)
            where = f"in area {owner}" if owner else "outside every area"
            message = f"it lies {where}, not in {place.area}: correct lon, lat or unit_code"
            mistakes.add(place.origin, message, key="lon, lat")


def _check_routes(
    routes: Iterable[RouteEntry],
    services: Register[ServiceEntry],
    areas: Register[AreaEntry],
    units: Register[UnitEntry],
) -> None:
    taken: dict[tuple[str, str], Origin] = {}
    for route in routes:
        areas.knows(route.area, route.origin, "area")
        units.knows(route.unit, route.origin, "unit")
        if services.knows(route.service, route.origin, "services"):
            _check_route_makes_sense(route, services.entries[route.service], services.mistakes)
        pair = (route.service, route.area)
        if pair in taken:
            message = f"{route.service} in {route.area} is routed already ({taken[pair]})"
            services.mistakes.add(route.origin, message, key="services")
        taken.setdefault(pair, route.origin)


def _check_route_makes_sense(route: RouteEntry, service: ServiceEntry, mistakes: Mistakes) -> None:
    if service.place == Need.NONE:
        message = f"{route.service} is asked for without a place: it cannot be routed by area"
        mistakes.add(route.origin, message, key="services")
