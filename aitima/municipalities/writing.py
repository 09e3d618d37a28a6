"""From a description to rows: add what is new, change what differs, retire what is gone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import models

from aitima.catalogue.models import Phrases, Question, Route, Service, ServiceGroup
from aitima.core import caching
from aitima.core.text import fold
from aitima.geography.models import Area, Place
from aitima.municipalities import assets
from aitima.municipalities.checks import chain
from aitima.municipalities.data import (
    AreaEntry,
    Choice,
    Description,
    PlaceEntry,
    QuestionEntry,
)
from aitima.municipalities.report import Changes, LoadReport
from aitima.organisation.models import Municipality, Unit

_SEARCHED: Final = 200  # characters of a place's names that can be searched

type Values = dict[str, Any]
type Wanted = Iterable[tuple[str, Values]]


@dataclass(slots=True)
class Writer:
    """Writes one description; must run inside a transaction.

    Wanted rows come in an order in which everything is written before it is referred to,
    and lazily, so that a unit finds its parent in `rows` when its turn comes.
    """

    at: datetime
    rows: dict[type[models.Model], dict[str, Any]] = field(default_factory=dict)

    def write(self, description: Description) -> LoadReport:
        today = self.at.astimezone(ZoneInfo(description.municipality.time_zone)).date()
        steps = (
            ("municipality", Municipality, self._municipality(description), _forbid),
            ("units", Unit, self._units(description), _ended(today)),
            ("areas", Area, self._areas(description), _deactivated),
            ("places", Place, self._places(description), _deactivated),
            ("service groups", ServiceGroup, self._groups(description), _deactivated),
            ("services", Service, self._services(description), _deactivated),
            ("examples", Phrases, self._phrases(description), _emptied),
        )
        changes = [self._sync(*step) for step in steps]
        self._keep_paths_of_retired_units()
        changes += [self._sync_questions(description), self._sync_routes(description)]
        if description.assets is not None:
            caching.forget_everything()  # assets are looked up among the areas just written
            changes.append(assets.write(description.assets, complete=True))
        return LoadReport(tuple(changes))

    def _sync(
        self,
        kind: str,
        model: type[models.Model],
        wanted: Wanted,
        retired: Callable[[Any], Values],
    ) -> Changes:
        changes = Changes(kind)
        existing: Iterable[Any] = model.objects.order_by("pk")  # type: ignore[attr-defined]
        rows = self.rows[model] = {row.code: row for row in existing}
        gone = dict(rows)
        for code, values in wanted:
            row = rows.setdefault(code, model(code=code))
            gone.pop(code, None)
            _save(row, values, changes)
        for code, row in gone.items():
            if changed := _change(row, retired(row)):
                row.save(update_fields=changed)
                changes.retired.append(code)
        return changes

    def _municipality(self, description: Description) -> Wanted:
        entry = description.municipality
        yield (
            entry.code,
            {
                "names": entry.names,
                "contact_office": entry.contact_office,
                "email": entry.email,
                "phone": entry.phone,
                "address": entry.address,
                "website": entry.website,
                "time_zone": entry.time_zone,
                "opens_at": entry.opens_at,
                "closes_at": entry.closes_at,
                "half_day_closes_at": entry.half_day_closes_at,
                "working_weekdays": entry.working_weekdays,
                "local_holidays": entry.local_holidays,
                "emergency_numbers": entry.emergency_numbers,
                "neighbours": entry.neighbours,
                "texts": description.texts,
                "coastline": description.coastline,
            },
        )

    def _units(self, description: Description) -> Wanted:
        by_code = {unit.code: unit for unit in description.units}
        paths = {code: chain(unit, by_code) for code, unit in by_code.items()}
        for unit in sorted(description.units, key=lambda unit: len(paths[unit.code])):
            yield (
                unit.code,
                {
                    "names": unit.names,
                    "kind": unit.kind,
                    "parent_id": self._key(Unit, unit.parent),
                    "path": _path(paths[unit.code]),
                    "email": unit.email,
                    "phone": unit.phone,
                    "gazette": unit.gazette,
                    "valid_from": unit.valid_from,
                    "valid_until": None,
                },
            )

    def _areas(self, description: Description) -> Wanted:
        outlines = {outline.code: outline.geometry for outline in description.outlines}
        for area in description.areas:
            yield area.code, self._area(area, Area.Kind.MUNICIPAL_UNIT, outlines)
        for community in description.communities:
            yield community.code, self._area(community, Area.Kind.COMMUNITY, {})

    def _area(self, area: AreaEntry, kind: str, outlines: Mapping[str, Values]) -> Values:
        return {
            "names": area.names,
            "kind": str(kind),
            "parent_id": self._key(Area, area.parent),
            "population": area.population,
            "outline": outlines.get(area.code),
            "active": True,
        }

    def _places(self, description: Description) -> Wanted:
        for place in description.places:
            yield (
                place.code,
                {
                    "names": place.names,
                    "folded": _searched(place),
                    "area_id": self._key(Area, place.area),
                    "community_id": self._key(Area, place.community),
                    "latitude": place.latitude,
                    "longitude": place.longitude,
                    "population": place.population,
                    "active": True,
                },
            )

    def _groups(self, description: Description) -> Wanted:
        for position, group in enumerate(description.groups):
            yield (
                group.code,
                {
                    "names": group.names,
                    "icon": group.icon,
                    "position": position,
                    "active": True,
                },
            )

    def _services(self, description: Description) -> Wanted:
        for position, service in enumerate(description.services):
            yield (
                service.code,
                {
                    "group_id": self._key(ServiceGroup, service.group),
                    "names": service.names,
                    "descriptions": service.descriptions,
                    "keywords": service.keywords,
                    "warnings": service.warnings,
                    "unit_id": self._key(Unit, service.unit),
                    "target_days": service.target_days,
                    "photo": service.photo,
                    "place": service.place,
                    "identity": service.identity,
                    "kind": service.kind,
                    "confidential": service.confidential,
                    "public": service.public,
                    "checked_first": service.checked_first,
                    "place_is_private": service.place_is_private,
                    "nearby_metres": service.nearby_metres,
                    "related": service.related,
                    "position": position,
                    "active": True,
                },
            )

    def _phrases(self, description: Description) -> Wanted:
        for entry in description.phrases:
            yield entry.code, {"texts": list(entry.texts)}

    def _sync_questions(self, description: Description) -> Changes:
        """Questions have codes of their own in each service; answers given still name them."""
        changes = Changes("questions")
        gone = {
            (question.service_id, question.code): question for question in Question.objects.all()
        }
        for service in description.services:
            key = self._key(Service, service.code)
            for position, entry in enumerate(service.questions):
                row = gone.pop((key, entry.code), None)
                row = row or Question(service_id=key, code=entry.code)
                _save(row, _question(entry, position), changes, name=f"{service.code}.{entry.code}")
        for row in gone.values():
            if changed := _change(row, {"active": False}):
                row.save(update_fields=changed)
                changes.retired.append(row.code)
        return changes

    def _sync_routes(self, description: Description) -> Changes:
        """Routes have no code and nobody refers to them: one that is gone is deleted."""
        changes = Changes("routes")
        existing = {
            (route.service.code, route.area.code): route
            for route in Route.objects.select_related("service", "area").order_by("pk")
        }
        for wanted in description.routes:
            name = f"{wanted.service} × {wanted.area}"
            unit = self._key(Unit, wanted.unit)
            route = existing.pop((wanted.service, wanted.area), None)
            if route is None:
                service, area = self._key(Service, wanted.service), self._key(Area, wanted.area)
                Route.objects.create(service_id=service, area_id=area, unit_id=unit)
                changes.added.append(name)
            elif changed := _change(route, {"unit_id": unit}):
                route.save(update_fields=changed)
                changes.changed.append(name)
            else:
                changes.unchanged += 1
        for (service_code, area_code), route in existing.items():
            route.delete()
            changes.retired.append(f"{service_code} × {area_code}")
        return changes

    def _keep_paths_of_retired_units(self) -> None:
        """A retired unit stays under the unit it was in, wherever that one moved."""
        units = self.rows[Unit].values()
        for unit in sorted((unit for unit in units if unit.valid_until), key=lambda u: u.depth):
            above = self.rows[Unit][unit.parent.code].path if unit.parent else ""
            if unit.path != f"{above}{unit.code}/":
                unit.path = f"{above}{unit.code}/"
                unit.save(update_fields=["path"])

    def _key(self, model: type[models.Model], code: str) -> Any:
        return self.rows[model][code].pk if code else None


def _save(row: Any, values: Values, changes: Changes, *, name: str = "") -> None:
    changed = _change(row, values)
    if row.pk is None:
        row.save()
        changes.added.append(name or row.code)
    elif changed:
        row.save(update_fields=changed)
        changes.changed.append(name or row.code)
    else:
        changes.unchanged += 1


def _change(row: models.Model, values: Values) -> list[str]:
    """Set what differs and return the names of the fields."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _question(entry: QuestionEntry, position: int) -> Values:
    return {
        "position": position,
        "datatype": entry.datatype,
        "names": entry.names,
        "hints": entry.hints,
        "required": entry.required,
        "public": entry.public,
        "choices": [_choice(choice) for choice in entry.choices],
        "shown_if": entry.shown_if,
        "least": entry.least,
        "most": entry.most,
        "active": True,
    }


def _choice(choice: Choice) -> Values:
    stop = {"stop": choice.stop} if choice.stop else {}
    return {"code": choice.code, "names": choice.names, **stop}


def _path(codes: Iterable[str]) -> str:
    return "".join(f"{code}/" for code in codes)


def _searched(place: PlaceEntry) -> str:
    names = dict.fromkeys(fold(name) for name in (*place.names.values(), *place.also))
    return " ".join(names)[:_SEARCHED]


def _deactivated(_row: models.Model) -> Values:
    return {"active": False}


def _emptied(_row: models.Model) -> Values:
    return {"texts": []}


def _ended(today: date) -> Callable[[Unit], Values]:
    def ended(unit: Unit) -> Values:
        if unit.valid_until:
            return {}
        return {"valid_until": max(today, unit.valid_from + timedelta(days=1))}

    return ended


def _forbid(row: models.Model) -> Values:
    raise AssertionError(f"another municipality was refused before: {row}")
