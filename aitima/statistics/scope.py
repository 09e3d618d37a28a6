"""Whose requests are counted: the units that somebody may see, and in which row each stands."""

from dataclasses import dataclass

from aitima.core.caching import kept_for
from aitima.organisation.models import Unit
from aitima.service_requests.permissions import POWERS, Access, Power


@dataclass(frozen=True)
class Scope:
    """The units counted, each with the branch of the chart that it is counted under."""

    branches: dict[int, int]
    units: dict[int, Unit]
    group_id: int | None = None
    area_id: int | None = None

    def named(self, unit_id: int) -> Unit:
        return self.units[unit_id]


@kept_for(seconds=60)
def all_units() -> tuple[Unit, ...]:
    """Every unit there is or was: what a dissolved one did still counts under its name."""
    return tuple(Unit.objects.order_by("path"))


def seen_by(access: Access) -> list[Unit]:
    """The units whose figures the person may see, in the chart's order."""
    posts = [post for post in access.posts if Power.SEE_STATISTICS in POWERS[post.role]]
    return [unit for unit in all_units() if any(post.covers(unit) for post in posts)]


def of_units(
    seen: list[Unit], *, within: Unit | None, group_id: int | None, area_id: int | None
) -> Scope:
    """Count what stands below `within` (or all that is seen), one row for each branch of it.

    Where everything hangs under a single unit, the rows are that unit's branches.
    """
    top = within or single_top(seen)
    counted = [unit for unit in seen if top is None or unit.path.startswith(top.path)]
    level = top.path.count("/") if top else 0
    by_path = {unit.path: unit for unit in counted}
    branches = {unit.pk: _branch(unit, level, by_path).pk for unit in counted}
    return Scope(branches, {unit.pk: unit for unit in counted}, group_id, area_id)


def single_top(seen: list[Unit]) -> Unit | None:
    """The unit that all the others stand below, if there is one."""
    first = min(seen, key=lambda unit: unit.path.count("/"), default=None)
    if first and all(unit.path.startswith(first.path) for unit in seen):
        return first
    return None


def _branch(unit: Unit, level: int, by_path: dict[str, Unit]) -> Unit:
    """The unit's highest ancestor below the level that is counted at all."""
    codes = unit.path.rstrip("/").split("/")
    for length in range(level + 1, len(codes) + 1):
        found = by_path.get("/".join(codes[:length]) + "/")
        if found:
            return found
    return unit
