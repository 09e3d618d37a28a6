"""What a text is made of: runs of letters, words and pairs of words, all by their sound."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from aitima.core.sounds import sound

WHOLE: Final = "="
LONGEST_TEXT: Final = 1_500  # characters; who writes more has said by then what it is about
_LONGEST_WORD: Final = 30
_RUNS: Final = (3, 4, 5)
_WORD: Final = re.compile(r"\w+")

type Places = dict[str, list[int]]
"""A part of the text → the numbers of the words in which it stands."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was written, and its sound."""

    written: str
    key: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What speaks in a text: runs of letters, and whole words alone and in pairs."""

    letters: Places = field(default_factory=dict)
    words: Places = field(default_factory=dict)

    def __iter__(self) -> Iterator[Places]:
        return iter((self.letters, self.words))


def words_of(text: str) -> list[Word]:
    """The words of a text; bare numbers say nothing and are left out."""
    found = (match[0] for match in _WORD.finditer(text[:LONGEST_TEXT]) if not match[0].isdigit())
    heard = ((written, sound(written)[:_LONGEST_WORD]) for written in found)
    return [Word(written, key) for written, key in heard if key]


def parts_of(words: Sequence[Word]) -> Parts:
    parts = Parts()
    before = ""
    for number, word in enumerate(words):
        for run in _runs(word.key):
            parts.letters.setdefault(run, []).append(number)
        parts.words.setdefault(WHOLE + word.key, []).append(number)
        if before:
            parts.words.setdefault(WHOLE + before + WHOLE + word.key, []).append(number)
        before = word.key
    return parts


@lru_cache(maxsize=20_000)
def _runs(key: str) -> tuple[str, ...]:
    """Three to five letters in a row, the ends of the word among them."""
    padded = f" {key} "
    return tuple(
        padded[start : start + length]
        for length in _RUNS
        for start in range(len(padded) - length + 1)
    )
