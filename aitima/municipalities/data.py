"""A municipality as its folder describes it, before anything touches the database."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from aitima.core.translated import Texts
from aitima.municipalities.mistakes import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something with a code; where it stands does not make it another."""

    origin: Origin = field(compare=False)
    code: str
    names: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityEntry(Entry):
    time_zone: str
    contact_office: Texts
    address: Texts
    phone: str
    email: str
    website: str
    opens_at: time
    closes_at: time
    half_day_closes_at: time | None
    working_weekdays: list[int]
    local_holidays: list[dict[str, Any]]
    emergency_numbers: list[dict[str, Any]]
    neighbours: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitEntry(Entry):
    kind: str
    parent: str
    email: str
    phone: str
    gazette: str
    valid_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaEntry(Entry):
    """A municipal unit, or a community in one."""

    parent: str
    population: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceEntry(Entry):
    also: tuple[str, ...]
    area: str
    community: str
    population: int | None
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEntry(Entry):
    icon: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to choose; with a `stop`, one that ends the report and says why."""

    code: str
    names: Texts
    stop: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionEntry(Entry):
    """What a service asks; `shown_if` names an earlier question and the answers that show it."""

    datatype: str
    hints: Texts
    required: bool
    public: bool
    choices: tuple[Choice, ...]
    shown_if: dict[str, Any]
    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceEntry(Entry):
    group: str
    descriptions: Texts
    keywords: list[str]
    warnings: Texts
    unit: str
    target_days: int
    photo: str
    place: str
    identity: str
    kind: str
    confidential: bool
    public: bool
    checked_first: bool
    place_is_private: bool
    nearby_metres: int
    related: list[str]
    questions: tuple[QuestionEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetEntry(Entry):
    """A thing with a number on it; the names are optional, the number is the code."""

    service: str
    address: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PhrasesEntry:
    """What people write about a service, or about anything."""

    origin: Origin = field(compare=False)
    code: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteEntry:
    origin: Origin = field(compare=False)
    service: str
    area: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineEntry:
    origin: Origin = field(compare=False)
    code: str
    geometry: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """Everything in the folder."""

    municipality: MunicipalityEntry
    texts: dict[str, Texts]
    coastline: dict[str, Any] | None
    units: tuple[UnitEntry, ...]
    areas: tuple[AreaEntry, ...]
    communities: tuple[AreaEntry, ...]
    outlines: tuple[OutlineEntry, ...]
    places: tuple[PlaceEntry, ...]
    groups: tuple[GroupEntry, ...]
    services: tuple[ServiceEntry, ...]
    routes: tuple[RouteEntry, ...]
    phrases: tuple[PhrasesEntry, ...]
    assets: tuple[AssetEntry, ...] | None
    """None where the folder does not speak of them: what is known stays as it is."""
