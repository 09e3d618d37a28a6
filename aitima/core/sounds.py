"""How a text sounds, roughly: one spelling for Greek, for Greeklish in any fashion, and for typos.

«Σκάλα Ερεσού», "skala eresou" and "SKALA ERESOY" come out alike, and so do «λακκούβα», "lakouva"
and "lakkuba". What sounds alike falls together on purpose, and some of what does not: a key is
compared with other keys, never read.
"""

import re
from typing import Final

from aitima.core.text import fold

_LETTERS: Final = str.maketrans(
    {
        "α": "a", "β": "b", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "t",
        "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p",
        "ρ": "r", "σ": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "x", "ψ": "4", "ω": "o",
    }
)  # fmt: skip

# In Greeklish 8 and 9 are θ, 3 is ξ, 4 is ψ, 0 is ο: but only inside a word ("8elo", "pa3imadi").
_DIGITS: Final = re.compile(r"(?<=[^\W\d_])[034589]|[034589](?=[^\W\d_])")
_MEANT: Final = {"8": "th", "9": "th", "3": "ks", "4": "ps", "0": "o", "5": "5"}

# An h is χ beside a vowel ("hora"), η between consonants, alone and at a word's end ("lamph").
_SAYS_I: Final = re.compile(
    r"(?<=[bdfgklmnprstvxzj4])h(?![aeiouyw])|\bh(?=[lmns]|\b)|(?<=\bt)h(?=[ns]?\b)"
)

_TH: Final = re.compile(r"th(?![ns]?\b)")

_ALIKE: Final = (
    ("ch", "x"), ("kh", "x"), ("ph", "f"), ("gh", "g"), ("dh", "d"),
    ("ks", "x"), ("ps", "4"),
    ("mp", "b"), ("nt", "d"), ("nd", "d"), ("gk", "g"), ("ng", "g"), ("gx", "x"),
    ("tz", "ts"), ("oy", "i"), ("ou", "i"), ("ei", "i"), ("oi", "i"), ("yi", "i"), ("ai", "e"),
    ("ey", "eb"), ("ay", "ab"), ("eu", "eb"), ("au", "ab"),
    ("q", "k"), ("c", "k"), ("h", "x"), ("v", "b"), ("w", "o"), ("j", "i"), ("u", "i"), ("y", "i"),
)  # fmt: skip
_BREATH: Final = re.compile(r"(?<=[ae])f(?=[kptsx4])")
_DOUBLE: Final = re.compile(r"([^\W\d_])\1+")


def sound(text: str) -> str:
    """The key of a text: Latin letters and whatever is not a letter, words kept apart."""
    said = _DIGITS.sub(lambda found: _MEANT[found[0]], fold(text)).translate(_LETTERS)
    said = _SAYS_I.sub("i", _TH.sub("t", said))
    for written, key in _ALIKE:
        said = said.replace(written, key)
    return _DOUBLE.sub(r"\1", _BREATH.sub("b", said))
