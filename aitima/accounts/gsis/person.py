"""What the State says of a person: one element of XML with padded attributes.

    <root><userinfo userid="User068933130   " taxid="068933130   " lastname="…" firstname="…"
        fathername="…" mothername="…" birthyear="1950"/></root>

Father's and mother's name and the year of birth are not read: nobody here needs them.
"""

import re
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree

_TAX_NUMBER: Final = re.compile(r"\d{9}")
_LONGEST_NAME: Final = 120


class WrongAnswer(Exception):
    """The answer is not what the State's documentation describes."""


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    tax_number: str


def person_from(xml: bytes) -> Person:
    """Read name and tax number.

    Raises:
        WrongAnswer: it is no XML, holds what no honest answer does, or lacks name or number.
    """
    found = _userinfo(xml)
    name = " ".join(found.get(key, "").strip() for key in ("firstname", "lastname")).strip()
    tax_number = found.get("taxid", "").strip()
    if not name or not _TAX_NUMBER.fullmatch(tax_number):
        raise WrongAnswer("no name or no tax number")
    return Person(name[:_LONGEST_NAME], tax_number)


def _userinfo(xml: bytes) -> Element:
    try:
        root = ElementTree.fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise WrongAnswer(str(error)) from error
    found: Element | None = root if root.tag == "userinfo" else root.find("userinfo")
    if found is None:
        raise WrongAnswer("no <userinfo>")
    return found
