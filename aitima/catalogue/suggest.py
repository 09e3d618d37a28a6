"""Which services a citizen's own words speak of, and because of which words.

Deliberately simple: folded words, Greek endings cut, keywords weighed by how few services share
them, near misses by trigrams. All in the process, over an index kept with the catalogue.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from aitima.catalogue.models import Service
from aitima.catalogue.queries import catalogue
from aitima.core.caching import kept_for
from aitima.core.text import fold

SURE: Final = 2.2
"""From this score on the first suggestion may be chosen beforehand."""

_FAINT: Final = 0.8
_ALIKE: Final = 0.55
_NAME, _KEYWORD, _DESCRIPTION = 1.0, 1.3, 0.35
_SHORTEST, _SHORTEST_TYPO = 3, 5
_WORD: Final = re.compile(r"\w+")
_ENDING: Final = re.compile(
    r"(?:ματων|ματοσ|ματα|ουσ|ων|οσ|ησ|ασ|εσ|οι|ου|αι|ει|ισ|υσ|α|η|ο|ι|ε|υ|ω|s|es|ed|ing)$"
)
_EMPTY_WORDS: Final = frozenset(
    fold(
        """
        και να το τα τη την τις των του της ο η οι στο στη στην στα στις στους στον από με για που
        δεν μην είναι έχει υπάρχει εδώ εκεί μας μου σας πολύ πριν μετά κάθε ένα μία έναν θα αν ή
        σε ως προς κάτω πάνω μέσα έξω δίπλα μπροστά πίσω κοντά πως πότε τι τίποτα όλο όλα έγινε
        the a an of in on at to and or is are was it this that there my our your we i for with
        from not has have no near very please when what where how
        """
    ).split()
)


@dataclass(frozen=True)
class Suggestion:
    """A service, and the citizen's own words that led to it."""

    service: Service
    words: tuple[str, ...]
    score: float


@dataclass(frozen=True)
class _Index:
    weights: dict[str, dict[str, float]]
    """Stem → service code → how much the stem says about the service."""
    trigrams: dict[str, frozenset[str]]


def suggest(text: str, *, limit: int = 3) -> list[Suggestion]:
    """The services that the text most likely speaks of, the likeliest first."""
    index = _index()
    scores: defaultdict[str, float] = defaultdict(float)
    reasons: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for word, stem in _unique(_stems(text)):
        for code, score in _matches(index, stem):
            scores[code] += score
            reasons[code][word] = score
    found = sorted(((s, code) for code, s in scores.items() if s >= _FAINT), reverse=True)
    services = catalogue().services
    return [
        Suggestion(services[code], tuple(_strongest(reasons[code])), score)
        for score, code in found[:limit]
        if code in services
    ]


def is_sure(suggestions: list[Suggestion]) -> bool:
    """Whether the first suggestion is strong, and well ahead of the second."""
    if not suggestions or suggestions[0].score < SURE:
        return False
    return len(suggestions) == 1 or suggestions[0].score >= 1.25 * suggestions[1].score


@kept_for(seconds=60)
def _index() -> _Index:
    weights: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for code, service in catalogue().services.items():
        for stem, weight in _weighted(service):
            weights[stem][code] = max(weight, weights[stem].get(code, 0))
    total = len(catalogue().services)
    for stem, by_code in weights.items():
        rarity = math.log(1 + total / len(by_code)) / math.log(1 + total)
        weights[stem] = {code: weight * rarity for code, weight in by_code.items()}
    stems = (stem for stem in weights if len(stem) >= _SHORTEST_TYPO - 1)
    return _Index(dict(weights), {stem: _trigrams(stem) for stem in stems})


def _weighted(service: Service) -> Iterator[tuple[str, float]]:
    fields = (
        (service.names.values(), _NAME),
        (service.keywords, _KEYWORD),
        (service.descriptions.values(), _DESCRIPTION),
    )
    for texts, weight in fields:
        for text in texts:
            stems = [stem for _, stem in _stems(text)]
            # A keyword of several words says its full weight only when all of them are there.
            share = weight / (len(stems) or 1) if weight == _KEYWORD else weight
            yield from ((stem, share) for stem in stems)


def _matches(index: _Index, stem: str) -> Iterable[tuple[str, float]]:
    exact = index.weights.get(stem)
    if exact is not None:
        return [(code, 2 * weight) for code, weight in exact.items()]
    if len(stem) < _SHORTEST_TYPO - 1:
        return []
    best, likeness = _nearest(index, stem)
    if likeness < _ALIKE:
        return []
    return [(code, 2 * likeness * weight) for code, weight in index.weights[best].items()]


def _nearest(index: _Index, stem: str) -> tuple[str, float]:
    """The known stem most like a misspelt one (Jaccard over trigrams)."""
    own = _trigrams(stem)
    return max(
        ((other, len(own & grams) / len(own | grams)) for other, grams in index.trigrams.items()),
        key=lambda pair: pair[1],
        default=("", 0.0),
    )


def _stems(text: str) -> Iterator[tuple[str, str]]:
    """Each telling word as it was written, with its stem."""
    for match in _WORD.finditer(text):
        word = match[0]
        folded = fold(word)
        if len(folded) < _SHORTEST or folded in _EMPTY_WORDS or folded.isdigit():
            continue
        yield word, _stem(folded)


def _stem(folded: str) -> str:
    bare = _ENDING.sub("", folded)
    return bare if len(bare) >= _SHORTEST else folded


def _unique(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: Counter[str] = Counter()
    for word, stem in pairs:
        seen[stem] += 1
        if seen[stem] == 1:
            yield word, stem


def _trigrams(stem: str) -> frozenset[str]:
    padded = f"  {stem} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def _strongest(words: dict[str, float]) -> list[str]:
    """At most three words, in the order in which they were written."""
    best = sorted(words, key=lambda word: -words[word])[:3]
    return [word for word in words if word in best]
