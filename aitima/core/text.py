"""Words the way people read them: compared without accents, kept without invisible controls."""

import unicodedata
from typing import Final

_DROPPED: Final = dict.fromkeys(
    code for code in range(0x0300, 0x0370) if unicodedata.category(chr(code)) == "Mn"
)

# What turns the direction of writing stays in force to the end of a line, also of other people's
# words; the other controls are nothing that anybody types, and no XML may hold them, as it may not
# hold half a pair of surrogates or U+FFFE and U+FFFF. Line breaks and tabs stay.
_CONTROLS: Final = dict.fromkeys(
    code
    for codes in (
        *(range(0x20), range(0x7F, 0xA0), range(0x202A, 0x202F), range(0x2066, 0x206A)),
        *(range(0xD800, 0xE000), range(0xFFFE, 0x10000)),
    )
    for code in codes
    if chr(code) not in "\n\r\t"
)


def without_controls(text: str) -> str:
    """The text without what nobody sees, what turns the direction of writing, what breaks XML."""
    return text.translate(_CONTROLS)


def fold(text: str) -> str:
    """Lower case without accents and dialytika; «ΛΑΚΚΟΎΒΕΣ» and «λακκούβες» fold alike.

    Marks go before the case does: casefold would turn an iota subscript into a letter.
    """
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFD", text).translate(_DROPPED)
    return unicodedata.normalize("NFC", bare.casefold())
