"""Finding a settlement by what people type: any accents, any order, Greek or Latin letters."""

from collections import defaultdict
from typing import Final

from aitima.core.caching import kept_for
from aitima.core.sounds import sound
from aitima.core.text import fold
from aitima.geography.models import Area, Place
from aitima.geography.queries import places

MOST: Final = 8
_LONGEST: Final = 80
"""Letters of what was typed that are looked at: no name of a place is longer."""


def matching(typed: str, *, chosen: str = "", limit: int = MOST) -> list[Place]:
    """The places whose words begin as the typed words do, the largest first.

    A place already chosen stays in the list whatever is typed.
    """
    wanted = sound(typed[:_LONGEST]).split()
    found = [place for place, words in _index() if wanted and _fits(wanted, words)]
    found = sorted(found, key=lambda place: -(place.population or 0))[:limit]
    if chosen and chosen not in {place.code for place in found}:
        found = [place for place, _ in _index() if place.code == chosen] + found[: limit - 1]
    return found


def by_area() -> list[tuple[Area, list[Place]]]:
    """All places by municipal unit, for those who would rather choose than type."""
    grouped: defaultdict[Area, list[Place]] = defaultdict(list)
    for place, _words in _index():
        grouped[place.area].append(place)
    return [
        (area, sorted(members, key=lambda place: fold(place.name)))
        for area, members in sorted(grouped.items(), key=lambda pair: fold(pair[0].name))
    ]


@kept_for(seconds=60)
def _index() -> list[tuple[Place, list[str]]]:
    """How the words of each place sound, those of what people call it besides its name included."""
    return [(place, sorted(set(sound(place.folded).split()))) for place in places()]


def _fits(wanted: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in wanted)
