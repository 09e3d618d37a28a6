"""Distances in words, in the language of whoever reads them."""

import pytest
from django.utils import translation

from aitima.core.distances import distance


@pytest.mark.parametrize(
    ("metres", "english", "greek"),
    [
        (20, "20 metres", "20 μέτρα"),
        (999.4, "999 metres", "999 μέτρα"),
        (1000, "1 km", "1 χλμ."),
        (1530, "1.5 km", "1,5 χλμ."),
        (10_000, "10 km", "10 χλμ."),
    ],
)
def test_a_distance_is_said_as_the_language_writes_it(
    metres: float, english: str, greek: str
) -> None:
    with translation.override("en"):
        assert distance(metres) == english
    with translation.override("el"):
        assert distance(metres) == greek
