"""Slips of the pen: the learned word that an unknown one was probably meant to be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Final

_SHORTEST: Final = 5


class Spelling:
    """Finds words one slip away: a letter too many, too few or wrong, or two that changed places.

    Words are looked up by what is left of them without one letter, so that no list is walked.
    The last letter must agree: a word in another case or number is no slip.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._known = set(words)
        shortened: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            if len(word) >= _SHORTEST:
                for left in _shortened(word):
                    shortened[left].append(word)
        self._shortened = dict(shortened)

    def meant(self, word: str) -> str:
        """The word itself when it is known, or when nothing is near it."""
        if word in self._known or len(word) < _SHORTEST:
            return word
        found = {other for left in _shortened(word) for other in self._shortened.get(left, ())}
        near = sorted(other for other in found if _one_slip(word, other))
        return max(near, key=lambda other: _alike_until(word, other), default=word)


def _shortened(word: str) -> Iterator[str]:
    yield word
    yield from dict.fromkeys(word[:at] + word[at + 1 :] for at in range(len(word)))


def _one_slip(word: str, other: str) -> bool:
    """Of two words that share what is left without a letter."""
    if word[-1] != other[-1]:
        return False
    if len(word) != len(other):
        return True
    places = [at for at, pair in enumerate(zip(word, other, strict=True)) if pair[0] != pair[1]]
    if len(places) == 1:
        return True
    first, last = places[0], places[-1]
    swapped = word[first] == other[last] and word[last] == other[first]
    return len(places) == 2 and last == first + 1 and swapped  # noqa: PLR2004 - a pair


def _alike_until(word: str, other: str) -> int:
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False))))
