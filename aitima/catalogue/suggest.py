"""Which services a citizen's own words speak of, and because of which words.

The pages' side of `suggesting`: how probable a service must be to be shown or chosen beforehand.
"""

from dataclasses import dataclass
from typing import Final

from aitima.catalogue.models import Service
from aitima.catalogue.queries import catalogue
from aitima.catalogue.suggesting import kept
from aitima.catalogue.suggesting.model import Ranking

SURE: Final = 0.8
"""So probable a first suggestion may be chosen beforehand: it is right in 19 cases of 20."""

_FAINT: Final = 0.15
"""A text whose likeliest service is less probable than this speaks of nothing we know."""
_FAINTEST: Final = 0.005
_TELLING: Final = 0.25
_MOST_WORDS: Final = 3


@dataclass(frozen=True)
class Suggestion:
    """A service, the citizen's own words that led to it, and how probable it is (0 to 1)."""

    service: Service
    words: tuple[str, ...]
    score: float


def suggest(text: str, *, limit: int = 3) -> list[Suggestion]:
    """The services that the text most likely speaks of, the likeliest first; perhaps none."""
    ranking = kept.model().rank(text)
    if not ranking.scores or ranking.scores[0] < _FAINT:
        return []
    services = catalogue().services
    return [
        Suggestion(services[code], reasons(ranking, number), score)
        for number, (code, score) in enumerate(zip(ranking.codes, ranking.scores, strict=True))
        if code in services and score >= _FAINTEST
    ][:limit]


def is_sure(suggestions: list[Suggestion]) -> bool:
    """Whether the first suggestion is probable enough to be chosen beforehand."""
    return bool(suggestions) and suggestions[0].score >= SURE


def reasons(ranking: Ranking, number: int) -> tuple[str, ...]:
    """The words that spoke most for the service in that place, as and in which order written."""
    told: dict[str, float] = {}
    written: dict[str, str] = {}
    for word, row in zip(ranking.words, ranking.told, strict=True):
        told[word.key] = told.get(word.key, 0.0) + float(row[number])
        written.setdefault(word.key, word.written)
    best = sorted(told, key=lambda key: -told[key])[:_MOST_WORDS]
    most = told[best[0]] if best else 0.0
    return tuple(
        word
        for key, word in written.items()
        if key in best and told[key] > 0 and told[key] >= _TELLING * most
    )
