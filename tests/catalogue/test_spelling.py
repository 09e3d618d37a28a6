"""One slip of the pen away from a word that was learned."""

import pytest

from aitima.catalogue.suggesting.spelling import Spelling

SPELLING = Spelling(["lakiba", "kados", "pezodromio", "skipidia", "lamptiras"])


@pytest.mark.parametrize(
    "slip", ["lakba", "lakibba", "lakiga", "lakbia", "alkiba"], ids=["-", "+", "other", "swap", "1"]
)
def test_a_word_with_one_slip_is_the_one_that_was_meant(slip: str) -> None:
    assert SPELLING.meant(slip) == "lakiba"


@pytest.mark.parametrize("word", ["kados", "kado", "lakibes", "skipidi", "dromos", "", "x"])
def test_known_short_and_inflected_words_stay_as_they_are(word: str) -> None:
    assert SPELLING.meant(word) == word
