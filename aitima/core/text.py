"""Comparing words the way people read them: without accents, capitals or final sigmas."""

import unicodedata
from typing import Final

_DROPPED: Final = dict.fromkeys(
    code for code in range(0x0300, 0x0370) if unicodedata.category(chr(code)) == "Mn"
)


def fold(text: str) -> str:
    """Lower case without accents and dialytika; «ΛΑΚΚΟΎΒΕΣ» and «λακκούβες» fold alike.

    Marks go before the case does: casefold would turn an iota subscript into a letter.
    """
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFD", text).translate(_DROPPED)
    return unicodedata.normalize("NFC", bare.casefold())
