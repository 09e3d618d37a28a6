"""The municipality and its chart, as pages need them."""

from django.utils import timezone

from aitima.core.caching import kept_for
from aitima.organisation.models import Municipality, Unit


class NoMunicipality(Exception):
    """Nothing was loaded yet: `aitima load-municipality PATH` does it."""


@kept_for(seconds=60)
def municipality() -> Municipality:
    """The municipality that this installation serves."""
    found = Municipality.objects.order_by("pk").first()
    if found is None:
        raise NoMunicipality("No municipality is loaded: run `aitima load-municipality PATH`.")
    return found


@kept_for(seconds=60)
def chart() -> dict[int, Unit]:
    """The units in force, in the chart's order."""
    return {unit.pk: unit for unit in Unit.objects.valid(on=timezone.localdate()).order_by("path")}


def path_of(unit: Unit) -> list[Unit]:
    """The units from the top of the chart down to this one."""
    by_code = {other.code: other for other in chart().values()}
    codes = unit.path.strip("/").split("/")
    return [by_code[code] for code in codes[:-1] if code in by_code] + [unit]
