"""What the form of the filters offers, and what a chosen set of them is called."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aitima.catalogue.models import Service, ServiceGroup
from aitima.catalogue.queries import catalogue
from aitima.core.distances import distance
from aitima.core.text import fold
from aitima.geography.models import Area
from aitima.portal.public.filters import RADII, Filters, Since, State, areas

EVERYTHING: Final = gettext_lazy("all subjects")
EVERYWHERE: Final = gettext_lazy("the whole municipality")


@dataclass(frozen=True, slots=True)
class Choices:
    groups: list[ServiceGroup]
    services: list[Service]
    """Of the chosen group."""
    areas: list[tuple[Area, list[Area]]]
    """Municipal units, each with its communities."""
    states: list[tuple[str, str]]
    since: list[tuple[str, str]]
    radii: list[tuple[int, str]]


def choices(filters: Filters) -> Choices:
    everything = catalogue()
    group = filters.group
    services = [s for s in everything.in_group(group) if _is_public(s)] if group else []
    return Choices(
        groups=[g for g in everything.groups if any(map(_is_public, everything.in_group(g)))],
        services=services if len(services) > 1 else [],
        areas=_areas(),
        states=[(state.value, str(state.label)) for state in State],
        since=[(since.value, str(since.label)) for since in Since],
        radii=[(radius, distance(radius)) for radius in RADII],
    )


def _is_public(service: Service) -> bool:
    return service.public and not service.confidential


def _areas() -> list[tuple[Area, list[Area]]]:
    known = sorted(areas().values(), key=lambda area: fold(area.name))
    inside: defaultdict[int | None, list[Area]] = defaultdict(list)
    for area in known:
        if area.kind == Area.Kind.COMMUNITY:
            inside[area.parent_id].append(area)
    units = [area for area in known if area.kind == Area.Kind.MUNICIPAL_UNIT]
    return [(unit, inside[unit.pk]) for unit in units]


def summary(filters: Filters) -> str:
    """The filters in words: «Ηλεκτροφωτισμός, Καλλονής, ανοιχτά»."""
    return ", ".join(_parts(filters))


def _parts(filters: Filters) -> Iterator[str]:
    subject = filters.service or filters.group
    yield subject.name if subject else str(EVERYTHING)
    if filters.area or not filters.near:
        yield filters.area.name if filters.area else str(EVERYWHERE)
    yield str(filters.state.label).lower()
    if filters.since != Since.EVER:
        yield str(filters.since.label).lower()
    if filters.words:
        yield f"“{filters.words}”"
    if filters.near:
        yield _("within %(distance)s of a point") % {"distance": distance(filters.radius)}
