"""How often the right service is suggested, for texts that nobody tuned to.

`python -m tests.catalogue.table` prints the table of docs/suggestions.md.
"""

import re
from collections.abc import Callable
from random import Random

import pytest

from aitima.catalogue.suggest import SURE
from aitima.core.text import fold
from tests.catalogue.everyday import Everyday, everyday, lesvos_examples, lesvos_model, score

MEASURED = [one for one in everyday() if one.measured]
GREEK = [one for one in everyday() if one.kind in {"greek", "no-accents"}]

LETTERS = "αβγδεζηθικλμνξοπρσςτυφχψω"
STYLES = (
    "a v g d e z i th i k l m n ks o p r s s t y f ch ps o",
    "a b g d e z h 8 i k l m n 3 o p r s s t y f x ps w",
    "a v gh dh e z i th i k l m n x o p r s s t u f h ps o",
)


def test_the_right_service_is_among_the_first_three_for_nine_texts_of_ten() -> None:
    assert score(lesvos_model(), MEASURED).among_three >= 0.95


def test_the_right_service_is_the_first_for_three_texts_of_four() -> None:
    assert score(lesvos_model(), MEASURED).first >= 0.85


@pytest.mark.parametrize("kind", sorted({one.kind for one in MEASURED}))
def test_no_way_of_writing_is_left_behind(kind: str) -> None:
    found = score(lesvos_model(), [one for one in MEASURED if one.kind == kind])

    assert (found.among_three >= 0.9, found.first >= 0.75) == (True, True)


def greeklish(style: int) -> Callable[[str], str]:
    spelt = {ord(letter): as_ for letter, as_ in zip(LETTERS, STYLES[style].split(), strict=True)}
    return lambda text: fold(text).translate(spelt)


def with_slips(text: str) -> str:
    """In every third longer word two neighbours have changed places, or a letter is missing."""
    chance = Random(text)

    def slip(found: re.Match[str]) -> str:
        word = found[0]
        at = chance.randrange(1, len(word) - 2)
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        return chance.choice([*[word] * 4, swapped, word[:at] + word[at + 1 :]])

    return re.sub(r"\w{5,}", slip, text)


@pytest.mark.parametrize(
    ("otherwise", "margin"),
    [
        (fold, 0.0),
        (str.upper, 0.0),
        (greeklish(0), 0.03),
        (greeklish(1), 0.03),
        (greeklish(2), 0.03),
        (with_slips, 0.05),
    ],
    ids=["no accents", "capitals", "by sound", "by look", "another fashion", "slips"],
)
def test_the_same_texts_written_otherwise_find_the_same(
    otherwise: Callable[[str], str], margin: float
) -> None:
    rewritten = [
        Everyday(otherwise(one.text), one.services, one.kind, measured=True) for one in GREEK
    ]

    plain, other = score(lesvos_model(), GREEK), score(lesvos_model(), rewritten)

    assert other.among_three >= plain.among_three - margin
    assert other.first >= plain.first - 1.5 * margin


def test_what_is_chosen_beforehand_is_right_in_nineteen_cases_of_twenty() -> None:
    rankings = [(one, lesvos_model().rank(one.text)) for one in MEASURED]
    sure = [(one, found) for one, found in rankings if found.scores[0] >= SURE]

    assert len(sure) >= 0.6 * len(MEASURED)
    assert sum(found.codes[0] in one.services for one, found in sure) >= 0.95 * len(sure)


def test_no_measured_text_is_among_the_examples() -> None:
    examples = {fold(one.text) for one in lesvos_examples().examples}

    assert [one.kind for one in MEASURED if fold(one.text) in examples] == []
