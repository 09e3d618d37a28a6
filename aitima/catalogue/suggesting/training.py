"""Learning from examples which parts of a text speak of which service."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from aitima.catalogue.suggesting.features import Parts, parts_of, words_of
from aitima.catalogue.suggesting.model import Model, Rarity

METHOD: Final = 1
"""Raised when the same examples are to be learned from anew."""

_SMOOTHING: Final = 0.02
_SMALL_TALK: Final = 0.2
"""What small talk adds to every service, so that its words decide nothing."""
_SEVERAL: Final = 3


@dataclass(frozen=True, slots=True)
class Example:
    text: str
    code: str
    weight: float = 1.0
    private: bool = False
    """A citizen's own words: a part of it is learned only when several texts have it."""


@dataclass(frozen=True, slots=True)
class Examples:
    """What there is to learn from; the order of `codes` settles equal scores."""

    codes: Sequence[str]
    examples: Sequence[Example]
    small_talk: Sequence[str] = field(default_factory=list)

    def with_more(self, more: Iterable[Example]) -> "Examples":
        return Examples(self.codes, [*self.examples, *more], self.small_talk)


@dataclass(frozen=True, slots=True)
class _Text:
    """An example taken apart, and the column it is learned in; the last is small talk."""

    parts: Parts
    column: int
    weight: float
    private: bool


def train(examples: Examples) -> Model:
    """Learn; the same examples give the same model, to the last bit."""
    texts = list(_texts(examples))
    rarity = _rarity(texts)
    sums = np.zeros((len(rarity.numbers), len(examples.codes) + 1))
    for text in texts:
        _add(text, rarity, sums)
    sums[:, :-1] += _SMALL_TALK * sums[:, -1:]
    sums += _SMOOTHING
    likelihoods = np.log(sums / sums.sum(axis=0, keepdims=True))
    return Model(list(examples.codes), rarity, likelihoods.astype(np.float32))


def _texts(examples: Examples) -> Iterator[_Text]:
    columns = {code: column for column, code in enumerate(examples.codes)}
    for one in examples.examples:
        yield _Text(_parts(one.text), columns[one.code], one.weight, one.private)
    for text in examples.small_talk:
        yield _Text(_parts(text), len(columns), weight=1.0, private=False)


def _parts(text: str) -> Parts:
    return parts_of(words_of(text))


def _rarity(texts: Sequence[_Text]) -> Rarity:
    """Number every part that is learned, and weigh it by how few texts have it."""
    counts: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for text in texts:
        for places in text.parts:
            counts.update(dict.fromkeys(places, text.weight))
            seen.update(dict.fromkeys(places, 1 if text.private else _SEVERAL))
    total = 1 + sum(text.weight for text in texts)
    known = [part for part in counts if seen[part] >= _SEVERAL]
    rare = 1 + np.log(total / (1 + np.array([counts[part] for part in known])))
    numbers = {part: number for number, part in enumerate(known)}
    return Rarity(numbers, rare.astype(np.float32), unknown=1 + float(np.log(total)))


def _add(text: _Text, rarity: Rarity, sums: NDArray[np.float64]) -> None:
    for places, weights in rarity.weigh(text.parts):
        for part, weight in zip(places, weights, strict=True):
            number = rarity.numbers.get(part)
            if number is not None:
                sums[number, text.column] += text.weight * float(weight)
