"""Reading what the State says of a person; it comes from outside, so nothing is believed."""

import pytest

from aitima.accounts.gsis import Person, WrongAnswer, person_from

ANSWER = (
    '<root><userinfo userid="User068933130   " taxid="068933130   " lastname="ΒΑΛΣΑΜΗ" '
    'firstname="ΜΑΡΙΑ " fathername="ΝΙΚΟΛΑΟΣ" mothername="ΑΝΝΑ" birthyear="1950"/></root>'
)
BOMB = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><root><userinfo taxid="&y;"/></root>'
OUTSIDE = (
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><root><userinfo taxid="&x;"/></root>'
)


def test_padded_values_are_read_without_their_padding() -> None:
    assert person_from(ANSWER.encode()) == Person("ΜΑΡΙΑ ΒΑΛΣΑΜΗ", "068933130")


def test_a_company_has_a_last_name_alone() -> None:
    answer = '<root><userinfo taxid="094014201" lastname="ΕΤΑΙΡΕΙΑ Α.Ε." firstname=""/></root>'

    assert person_from(answer.encode()).name == "ΕΤΑΙΡΕΙΑ Α.Ε."


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "not xml",
        "<root/>",
        "<html><body>Service unavailable</body></html>",
        '<root><userinfo taxid="" lastname="Α"/></root>',
        '<root><userinfo taxid="12345678" lastname="Α"/></root>',
        '<root><userinfo taxid="068933130" lastname=" " firstname=""/></root>',
        BOMB,
        OUTSIDE,
        "<?xml version='1.0' encoding='nonsense'?><root/>",
    ],
)
def test_an_answer_that_is_none_is_refused(answer: str) -> None:
    with pytest.raises(WrongAnswer):
        person_from(answer.encode())
