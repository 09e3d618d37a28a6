"""Personal data in what people write: telephones, e-mails, tax numbers, plates of vehicles.

Meant to ask before something is published, so a false alarm costs little and a missed number much;
yet years, protocol numbers, lamp posts, prices and the municipality's short numbers are left alone.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import phonenumbers
from django.utils import translation
from django.utils.translation import gettext as _
from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import iban
from stdnum.gr import amka, vat

COUNTRY: Final = "GR"
_HERE: Final = phonenumbers.country_code_for_region(COUNTRY)


class Kind(StrEnum):
    """What was found; where two overlap, the one that stands first here wins."""

    EMAIL = "email"
    IBAN = "iban"
    AMKA = "amka"
    PHONE = "phone"
    AFM = "afm"
    PLATE = "plate"


@dataclass(frozen=True, slots=True)
class Finding:
    """Where in the text, from the first letter to behind the last, and the words themselves."""

    kind: Kind
    start: int
    end: int
    words: str


def find(text: str) -> list[Finding]:
    """Everything that looks like personal data, in the order of the text, none overlapping."""
    chosen: list[Finding] = []
    for kind, look in _LOOKS.items():
        for start, end in look(text):
            if all(end <= other.start or other.end <= start for other in chosen):
                chosen.append(Finding(kind, start, end, text[start:end]))
    return sorted(chosen, key=lambda finding: finding.start)


def hidden(text: str, findings: Iterable[Finding]) -> str:
    """The text with each finding replaced by a word that says so, in the language of the page."""
    for finding in sorted(findings, key=lambda finding: finding.start, reverse=True):
        text = text[: finding.start] + _("[hidden]") + text[finding.end :]
    return text


def public_version(text: str, language: str) -> str:
    """The text without what was found, in that language; empty, where nothing was."""
    findings = find(text)
    with translation.override(language):
        return hidden(text, findings) if findings else ""


def without(text: str) -> str:
    """The text with everything hidden that was found."""
    return hidden(text, find(text))


_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b", re.IGNORECASE)
# Numbers may be written in groups, with a space, a dot or a hyphen between.
_DIGITS: Final = re.compile(r"(?<![\d./-])\d(?:[ .-]?\d){8,10}(?![\d/]|[.-]\d)")
# Two telephones in a row are too many digits for `phonenumbers`, which then sees none.
_GREEK_PHONE: Final = re.compile(r"(?<!\d)(?:(?:\+|00)30[ -]?)?(?:69|2\d)(?:[ -]?\d){8}(?!\d)")
_DATE: Final = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{4}")
_OWN: Final = re.compile(r"2\d{9}|69\d{8}")

# The letters that Greek and Latin share. ΜΥΝ-1234 is a car, ΜΥΝ-12 a motorcycle, ΜΥ-1234 old.
_LETTERS: Final = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧABEZHIKMNOPTYX"
_NUMBER: Final = r"[1-9]\d{0,3}(?![\w-]|[.,/]\d)"
_PLATE: Final = re.compile(
    rf"(?<![\w-])(?:[{_LETTERS}]{{2,3}} ?- ?{_NUMBER}|[{_LETTERS}]{{3}} ?(?=\d{{3}}){_NUMBER})"
)
_PLATE_IN_SMALL: Final = re.compile(
    rf"(?<![\w-])[{_LETTERS}]{{3}}(?: ?- ?)?(?=\d{{4}}){_NUMBER}", re.IGNORECASE
)
_WORDS: Final = (  # short words of these letters alone, for whoever writes in capitals
    "ΑΝ ΑΝΑ ΑΝΤ ΒΙΟ ΕΚ ΕΝΑ ΙΚΑ ΙΑΝ ΚΑΙ ΚΑΝ ΚΑΤ ΚΕΝ ΚΙ ΚΥΑ ΜΑΙ ΜΕ ΜΗ ΜΗΝ ΜΙΑ ΜΟΥ ΝΑ ΝΑΙ ΝΕΑ ΝΕΟ ΝΟΕ"
    " ΟΚΤ ΟΤΑ ΟΤΕ ΟΤΙ ΟΧΙ ΤΗΝ ΤΙ ΤΚ ΤΟ ΤΟΝ ΤΟΥ BIN BOX KM MAX MAY MIN NO ONE TAX TEN THE TO"
)
_NO_PLATES: Final = frozenset(_WORDS.split())


def _emails(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _EMAIL.finditer(text))


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for match in _IBAN.finditer(text):
        words = match[0].split(" ")
        for count in range(len(words), 0, -1):  # the pattern may have run on into the next word
            candidate = " ".join(words[:count])
            if iban.is_valid(candidate):
                yield match.start(), match.start() + len(candidate)
                break


def _numbers(
    length: int, is_valid: Callable[[str], bool]
) -> Callable[[str], Iterator[tuple[int, int]]]:
    def look(text: str) -> Iterator[tuple[int, int]]:
        for match in _DIGITS.finditer(text):
            digits = re.sub(r"\D", "", match[0])
            if len(digits) == length and is_valid(digits):
                yield match.span()

    return look


def _phones(text: str) -> Iterator[tuple[int, int]]:
    return (span for span in _all_phones(text) if not _DATE.match(text, span[0]))


def _all_phones(text: str) -> Iterator[tuple[int, int]]:
    for match in PhoneNumberMatcher(text, COUNTRY, leniency=Leniency.VALID):
        national = str(match.number.national_number)
        if match.number.country_code != _HERE or _OWN.fullmatch(national):
            yield match.start, match.end
    for written in _GREEK_PHONE.finditer(text):
        if phonenumbers.is_valid_number(phonenumbers.parse(written[0], COUNTRY)):
            yield written.span()


def _plates(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_PLATE, _PLATE_IN_SMALL):
        for match in pattern.finditer(text):
            letters = "".join(c for c in match[0] if c.isalpha())
            if not _mixed(letters) and letters.upper() not in _NO_PLATES:
                yield match.span()


def _mixed(letters: str) -> bool:
    return len({"Ͱ" <= c <= "Ͽ" for c in letters}) > 1


_LOOKS: Final[dict[Kind, Callable[[str], Iterator[tuple[int, int]]]]] = {
    Kind.EMAIL: _emails,
    Kind.IBAN: _ibans,
    Kind.AMKA: _numbers(11, amka.is_valid),
    Kind.PHONE: _phones,
    Kind.AFM: _numbers(9, vat.is_valid),
    Kind.PLATE: _plates,
}
