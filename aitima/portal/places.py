"""Finding a settlement by what people type: any accents, any order, Greek or Latin letters.

While a name is being written, its beginning is enough. What says more than a name («κοντά στην
πλατεία της Ανώπολης») finds the places that it names; a slip of the pen, what is nearly written so.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from aitima.core.caching import kept_for
from aitima.core.sounds import sound
from aitima.core.text import fold
from aitima.geography.models import Area, Place
from aitima.geography.queries import places

MOST: Final = 8
_LONGEST: Final = 80
"""Letters of what was typed that are looked at: no name of a place is longer."""
_ENDING: Final = 2
"""Letters in which the cases of one name differ: «Ανώπολη», «Ανώπολης»."""
_STEM: Final = 4
_COMMON: Final = 5
"""A word that so many places bear («Σκάλα», «Αγία») is the name of none."""
_NEARLY: Final = 0.85
_LONG_ENOUGH: Final = 6
"""Letters of a word that may be misspelt; shorter ones resemble too many others."""
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Known:
    """A place, and how its names sound: each by its words, and all words that people use."""

    place: Place
    names: tuple[frozenset[str], ...]
    words: frozenset[str]
    own: frozenset[str]
    """Those of its words that hardly any other place bears."""
    area: frozenset[str]

    def begins(self, typed: list[str]) -> bool:
        return all(any(word.startswith(part) for word in self.words) for part in typed)

    def named_in(self, typed: list[str]) -> int:
        """Words of the longest of its names that stands in what was typed; 0 where none does."""
        return max(_stand_in(name, typed) for name in self.names)

    def nearly(self, typed: list[str]) -> float:
        long = [part for part in typed if len(part) >= _LONG_ENOUGH]
        return max((_likeness(part, word) for part in long for word in self.own), default=0.0)


def matching(typed: str, *, chosen: str = "", limit: int = MOST) -> list[Place]:
    """The places meant by what was typed, the likeliest and largest first.

    A place already chosen stays in the list whatever is typed.
    """
    wanted = _words(typed[:_LONGEST])
    found = _meant(wanted)[:limit] if wanted else []
    if chosen and chosen not in {place.code for place in found}:
        found = [known.place for known in _index() if known.place.code == chosen] + found
    return found[:limit]


def _meant(typed: list[str]) -> list[Place]:
    """What begins like that; else what is named in it, be it by its area; else what is like it."""
    known = _index()
    named = [(score, one) for one in known if (score := one.named_in(typed))]
    begun = [(1.0, one) for one in known if one.begins(typed)]
    if any(one.named_in(typed) for _score, one in begun):
        return _ranked(begun)
    if named and not begun:
        return _ranked(named)
    around = [(0.5, one) for one in known if _stand_in(one.area, typed) and not one.begins(typed)]
    alike = [(like, one) for one in known if (like := one.nearly(typed)) >= _NEARLY]
    return _ranked(begun + around or alike)


def _ranked(scored: Iterable[tuple[float, _Known]]) -> list[Place]:
    by_score = sorted(scored, key=lambda one: (-one[0], -(one[1].place.population or 0)))
    return [known.place for _score, known in by_score]


def by_area() -> list[tuple[Area, list[Place]]]:
    """All places by municipal unit, for those who would rather choose than type."""
    grouped: defaultdict[Area, list[Place]] = defaultdict(list)
    for known in _index():
        grouped[known.place.area].append(known.place)
    return [
        (area, sorted(members, key=lambda place: fold(place.name)))
        for area, members in sorted(grouped.items(), key=lambda pair: fold(pair[0].name))
    ]


@kept_for(seconds=60)
def _index() -> list[_Known]:
    heard = [(place, frozenset(_words(place.folded))) for place in places()]
    borne = Counter(word for _place, words in heard for word in words)
    common = {word for word, count in borne.items() if count >= _COMMON}
    return [_known(place, words, common) for place, words in heard]


def _known(place: Place, words: frozenset[str], common: set[str]) -> _Known:
    """Each name in full; what people call it besides is known by its words alone."""
    full = [frozenset(_words(name)) for name in place.names.values()]
    besides = words.difference(*full) - common
    names = (*filter(None, full), *(frozenset({word}) for word in besides))
    area = frozenset(
        word for word in _words(place.area.names["el"]) if len(word) >= _STEM
    )  # not Δ.Ε.
    return _Known(place, names, words, words - common, area)


def _words(text: str) -> list[str]:
    return _WORD.findall(sound(text))


def _stand_in(name: frozenset[str], typed: list[str]) -> int:
    """How many words of a name were typed, if all of them were; otherwise 0."""
    return len(name) if all(any(_same_word(word, part) for part in typed) for word in name) else 0


def _same_word(one: str, other: str) -> bool:
    """The same but for its ending."""
    stem = max(_STEM, len(one) - _ENDING, len(other) - _ENDING)
    return one == other or one[:stem] == other[:stem]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
