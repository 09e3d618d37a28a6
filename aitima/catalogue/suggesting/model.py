"""What was learned about the words of each service, and ranking by it: adding up, no more.

A multinomial naive Bayes classifier. Each part of a text has a weight (the rarer, the more) and,
for each service, the logarithm of how likely the people who mean that service are to write it. One
column more stands for small talk: texts that speak of nothing.
"""

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from aitima.catalogue.suggesting.features import WHOLE, Parts, Places, Word, parts_of, words_of
from aitima.catalogue.suggesting.spelling import Spelling

type Floats = NDArray[np.float32]
type Numbers = NDArray[np.intp]

SHARES: Final = (1.0, 0.7)
"""How much runs of letters and whole words count against each other."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The services from the likeliest down, and how probable each is (with small talk: 1)."""

    words: list[Word]
    codes: list[str]
    scores: list[float]
    small_talk: float
    told: Floats
    """(words, services): what each word adds to each service, against the middle of all."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """The parts that are known, numbered, and how much each says."""

    numbers: dict[str, int]
    weights: Floats
    unknown: float
    """The weight of a part that is not known."""

    def weigh(self, parts: Parts) -> Iterator[tuple[Places, Floats]]:
        """How much each part counts, by kind; the squares within a kind add up to its share's.

        Parts that nobody knows take their share too, so that gibberish is believed little.
        """
        for places, share in zip(parts, SHARES, strict=True):
            counts = np.array([len(words) for words in places.values()], np.float32)
            weights = (1 + np.log(counts)) * self._weights_of(places)
            length = float(np.sqrt((weights**2).sum())) or 1.0
            yield places, (share / length * weights).astype(np.float32)

    def _weights_of(self, places: Places) -> Floats:
        numbers = (self.numbers.get(part) for part in places)
        return np.array(
            [self.unknown if number is None else self.weights[number] for number in numbers],
            np.float32,
        )


@dataclass(frozen=True)
class Model:
    codes: list[str]
    rarity: Rarity
    likelihoods: Floats
    """(parts, services + 1): logarithms; the last column is small talk."""

    def rank(self, text: str) -> Ranking:
        words = words_of(text)
        told = self._told(words)
        scores = _shares(told.sum(axis=0))
        order = np.argsort(-scores[:-1], kind="stable")
        return Ranking(
            words,
            codes=[self.codes[at] for at in order],
            scores=[float(scores[at]) for at in order],
            small_talk=float(scores[-1]),
            told=told[:, order],
        )

    def knows(self, text: str) -> float:
        """The share of a text's words that were learned, from 0 to 1."""
        words = words_of(text)
        return sum(WHOLE + word.key in self.rarity.numbers for word in words) / max(len(words), 1)

    def _told(self, words: list[Word]) -> Floats:
        """(words, services + 1): a part that stands in several words is divided among them."""
        told = np.zeros((len(words), len(self.codes) + 1), np.float32)
        for places, weights in self.rarity.weigh(self._parts_of(words)):
            numbers, owners, portions = self._owned(places, weights)
            np.add.at(told, owners, self._centred[numbers] * portions[:, None])
        return told

    def _parts_of(self, words: list[Word]) -> Parts:
        """Slips mended: whole words as they were meant, runs of letters as written and as meant."""
        meant = [Word(word.written, self._spelling.meant(word.key)) for word in words]
        written, mended = parts_of(words), parts_of(meant)
        return Parts(mended.letters | written.letters, mended.words)

    @cached_property
    def _spelling(self) -> Spelling:
        """Of single words; a pair has its mark inside as well."""
        whole = (part[1:] for part in self.rarity.numbers if part[0] == WHOLE)
        return Spelling(word for word in whole if WHOLE not in word)

    def _owned(self, places: Places, weights: Floats) -> tuple[Numbers, Numbers, Floats]:
        """Each known part once for each of its words: its number, the word, the portion."""
        rows = [
            (number, word, weight / len(words))
            for (part, words), weight in zip(places.items(), weights, strict=True)
            if (number := self.rarity.numbers.get(part)) is not None
            for word in words
        ]
        numbers, owners, portions = zip(*rows, strict=True) if rows else ((), (), ())
        return (
            np.array(numbers, np.intp),
            np.array(owners, np.intp),
            np.array(portions, np.float32),
        )

    @cached_property
    def _centred(self) -> Floats:
        """Against the middle of all services, so that a word which says nothing adds nothing."""
        middle: Floats = self.likelihoods.mean(axis=1, keepdims=True)
        return self.likelihoods - middle

    @property
    def digest(self) -> str:
        """The same for models that rank alike; a file's time of writing is not in it."""
        numbers = (self.rarity.weights.tobytes(), self.likelihoods.tobytes())
        return hashlib.sha256(b"".join((self._head(), *numbers))).hexdigest()

    def _head(self) -> bytes:
        facts = [self.codes, list(self.rarity.numbers), self.rarity.unknown]
        return json.dumps(facts, ensure_ascii=False).encode()

    def to_bytes(self) -> bytes:
        file = io.BytesIO()
        head = np.frombuffer(self._head(), np.uint8)
        weights, likelihoods = self.rarity.weights, self.likelihoods
        np.savez_compressed(file, head=head, weights=weights, likelihoods=likelihoods)
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what `to_bytes` wrote; nothing in it is ever executed."""
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            codes, parts, unknown = json.loads(file["head"].tobytes())
            numbers = {part: number for number, part in enumerate(parts)}
            return cls(codes, Rarity(numbers, file["weights"], unknown), file["likelihoods"])


def _shares(logarithms: Floats) -> Floats:
    raised: Floats = np.exp(logarithms - logarithms.max())
    return raised / raised.sum()
