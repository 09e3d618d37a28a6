from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from aitima.core.text import fold, without_controls


def test_fold_makes_accents_capitals_and_final_sigmas_alike() -> None:
    assert fold("ΛΑΚΚΟΎΒΕΣ") == fold("λακκούβες") == fold("Λακκουβεσ") == "λακκουβεσ"


def test_fold_drops_the_dialytika_with_and_without_an_accent() -> None:
    assert fold("προϊστάμενος ΑΫΠΝΊΑ ταΐζω") == "προισταμενοσ αυπνια ταιζω"


def test_fold_drops_the_marks_of_polytonic_greek() -> None:
    assert fold("ᾠδὴ τῷ Ἁγίῳ") == "ωδη τω αγιω"


def test_fold_treats_latin_letters_the_same_way() -> None:
    assert fold("Çédille MYTILENE Straße") == "cedille mytilene strasse"


@given(st.text())
def test_fold_of_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_what_turns_the_direction_of_writing_and_other_controls_are_left_out() -> None:
    assert without_controls("a\u202eb\u2066c\u2069\x07d\n\te") == "abcd\n\te"
    assert without_controls("Κάηκε 👩‍🔧 η λάμπα") == "Κάηκε 👩‍🔧 η λάμπα"


def test_what_xml_forbids_is_left_out() -> None:
    forbidden = "\x00\x0b\x1f\ud800\udfff\ufffe\uffff"

    assert without_controls(f"a{forbidden}b") == "ab"
    assert without_controls("\ufffd 😀 \U0010fffd") == "\ufffd 😀 \U0010fffd"


@given(st.text(st.characters()))
def test_every_text_that_is_kept_can_stand_in_xml(text: str) -> None:
    element = ET.Element("text")
    element.text = without_controls(text)

    ET.fromstring(ET.tostring(element, encoding="unicode"))
