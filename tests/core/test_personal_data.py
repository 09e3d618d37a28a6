import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from stdnum.gr import amka, vat

from aitima.core import personal_data
from aitima.core.personal_data import Kind, find, hidden, without


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Για ό,τι χρειαστεί, τηλ. 6900 000 000.", Kind.PHONE, "6900 000 000"),
        ("τηλ 6944123456", Kind.PHONE, "6944123456"),
        ("Call +30 694 412 3456 please", Kind.PHONE, "+30 694 412 3456"),
        ("0030 6944123456", Kind.PHONE, "0030 6944123456"),
        ("694-412-3456", Kind.PHONE, "694-412-3456"),
        ("69 44 12 34 56", Kind.PHONE, "69 44 12 34 56"),
        ("6944/123456", Kind.PHONE, "6944/123456"),
        ("6944.123.456", Kind.PHONE, "6944.123.456"),
        ("στο 22510-12345 το πρωί", Kind.PHONE, "22510-12345"),
        ("(22510) 12345", Kind.PHONE, "(22510) 12345"),
        ("2251 0 12345", Kind.PHONE, "2251 0 12345"),
        ("2101234567", Kind.PHONE, "2101234567"),
        ("my number is +44 20 7946 0958", Kind.PHONE, "+44 20 7946 0958"),
        ("γράψτε στο maria.x@example.gr.", Kind.EMAIL, "maria.x@example.gr"),
        ("μαρία@παράδειγμα.ελ", Kind.EMAIL, "μαρία@παράδειγμα.ελ"),
        ("name+tag@mail.example.org, thanks", Kind.EMAIL, "name+tag@mail.example.org"),
        ("ΑΦΜ 090000045", Kind.AFM, "090000045"),
        ("ΑΦΜ: 090 000 045.", Kind.AFM, "090 000 045"),
        ("ΑΜΚΑ 01013099997", Kind.AMKA, "01013099997"),
        ("το ΜΥΝ-1234 κλείνει τη ράμπα", Kind.PLATE, "ΜΥΝ-1234"),
        ("το ΜΥΝ 1234 κλείνει τη ράμπα", Kind.PLATE, "ΜΥΝ 1234"),
        ("ΜΥΝ1234", Kind.PLATE, "ΜΥΝ1234"),
        ("a white MYN-1234 van", Kind.PLATE, "MYN-1234"),
        ("το μυν-1234", Kind.PLATE, "μυν-1234"),
        ("το μυν1234", Kind.PLATE, "μυν1234"),
        ("μηχανάκι ΧΝΑ-123", Kind.PLATE, "ΧΝΑ-123"),
        ("μηχανάκι ΧΝΑ 123", Kind.PLATE, "ΧΝΑ 123"),
        ("παλιό φορτηγό ΜΥ-1234", Kind.PLATE, "ΜΥ-1234"),
        ("GR1601101250000000012300695", Kind.IBAN, "GR1601101250000000012300695"),
        (
            "GR16 0110 1250 0000 0001 2300 695 για τα έξοδα",
            Kind.IBAN,
            "GR16 0110 1250 0000 0001 2300 695",
        ),
    ],
)
def test_personal_data_are_found_as_people_write_them(text: str, kind: Kind, words: str) -> None:
    (finding,) = find(text)

    assert (finding.kind, finding.words) == (kind, words)
    assert text[finding.start : finding.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "Κάηκε η λάμπα έξω από το σχολείο",
        "από το 2019 έως το 2026",
        "αίτημα 2026/004512",
        "αρ. πρωτ. 12345/2026",
        "αρ. πρωτ. 123456/23-11-2026",
        "κολώνα 0412",
        "κολώνα Μ-0412",
        "φωτιστικό ΜΥΤ-0412",
        "οι κολώνες 0412-0413-0414",
        "Ερμού 12-14, ΤΚ 81100 Μυτιλήνη",
        "Τ.Κ. 811 00",
        "κόστισε 1.250,00 €, μετά 12.500 ευρώ",
        "καλέστε 112, 100, 166 ή 199",
        "η ΔΕΔΔΗΕ στο 11500",
        "το 1555 και το ΟΤΕ 13888",
        "στις 23/11/2026 στις 14:30",
        "στις 23-11-2026 14:30",
        "20251123",
        "500 μέτρα μετά το χιλιόμετρο 12",
        "Ν. 4555/2018 και ΦΕΚ 2345",
        "ΑΠΟ ΤΟ 2020 ΜΕΧΡΙ ΤΟ 2024",
        "ΕΔΩ ΚΑΙ 200 ΜΕΡΕΣ, ΤΗΝ 1234 ΦΟΡΑ",
        "the bins 12, 13 and 14",
        "BIN 1234",
        "39.1045, 26.5512",
        "τα 2 4 6 8 10 12 14 16",
        "αριθμός παροχής 123456789",
        "διαδρομή Α1-Α2, 3Α",
        "οι δρόμοι @ το λιμάνι",
        "COVID-19 και H1N1",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert find(text) == []


def test_several_in_one_text_are_found_in_their_order() -> None:
    text = "6944 123456 2251012345, maria@example.gr, ΜΥΝ-1234"

    kinds = [finding.kind for finding in find(text)]

    assert kinds == [Kind.PHONE, Kind.PHONE, Kind.EMAIL, Kind.PLATE]


@given(st.from_regex(r"\A[0-9]{8}\Z"))
def test_nine_digits_are_a_tax_number_exactly_when_the_last_one_checks(first: str) -> None:
    right = first + vat.calc_check_digit(first)
    wrong = first + str((int(right[-1]) + 1) % 10)
    prefix = "ΑΦΜ: "

    assert Kind.AFM in {finding.kind for finding in find(prefix + right)}
    assert Kind.AFM not in {finding.kind for finding in find(prefix + wrong)}


@given(st.dates(), st.integers(0, 9999))
def test_eleven_digits_are_an_amka_when_they_begin_with_a_date_and_check(
    day: object, n: int
) -> None:
    begun = f"{day:%d%m%y}{n:04}"
    numbers = [begun + str(digit) for digit in range(10)]

    found = [number for number in numbers if find(number) and find(number)[0].kind == Kind.AMKA]

    assert found == [number for number in numbers if amka.is_valid(number)]
    assert len(found) == 1


@given(st.text(max_size=200))
def test_whatever_is_written_can_be_searched_and_hidden(text: str) -> None:
    findings = find(text)

    assert all(text[one.start : one.end] == one.words for one in findings)
    assert len(hidden(text, findings)) >= len(text) - sum(one.end - one.start for one in findings)


def test_what_is_hidden_says_so_in_the_language_of_the_page() -> None:
    text = "Τηλ. 6900 000 000 ή maria@example.gr."

    with translation.override("el"):
        assert without(text) == "Τηλ. [απόκρυψη] ή [απόκρυψη]."
    with translation.override("en"):
        assert without(text) == "Τηλ. [hidden] ή [hidden]."


def test_only_what_is_asked_for_is_hidden() -> None:
    text = "6944123456 and ΜΥΝ-1234"
    phone, _ = find(text)

    with translation.override("en"):
        assert hidden(text, [phone]) == "[hidden] and ΜΥΝ-1234"


def test_a_text_of_the_greatest_length_is_searched_fast() -> None:
    assert len(personal_data.find("6944123456 " * 360)) == 360
