"""Codes and links by mail: for one address, once, for a few minutes and tries."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import signing
from django.db import connection

from aitima.accounts import codes
from aitima.accounts.codes import Purpose
from aitima.accounts.models import OneTimeCode
from tests.factories import NOON

pytestmark = pytest.mark.django_db

ADDRESS, BROWSER = "citizen@example.org", "this browser"
MINUTE = timedelta(minutes=1)


def issued(address: str = ADDRESS, browser: str = BROWSER) -> codes.Issued:
    return codes.issue(Purpose.SIGN_IN, address, browser, at=NOON)


def accepted(code: str, *, minutes: int = 0, browser: str = BROWSER) -> bool:
    at = NOON + minutes * MINUTE
    return codes.accept(Purpose.SIGN_IN, ADDRESS, browser, code, at=at)


def other_than(code: str) -> str:
    return "000000" if code != "000000" else "000001"


def test_the_code_is_six_digits_and_opens_once() -> None:
    code = issued().code

    assert len(code) == 6
    assert code.isdecimal()
    assert accepted(code)
    assert not accepted(code)


def test_the_case_and_the_spaces_of_an_address_do_not_matter() -> None:
    code = issued(" Citizen@Example.ORG ").code

    assert accepted(code)


def test_a_code_is_dead_after_five_wrong_tries() -> None:
    code = issued().code

    assert [accepted(other_than(code)) for _ in range(5)] == [False] * 5
    assert not accepted(code)


def test_the_fifth_try_may_be_the_right_one() -> None:
    code = issued().code
    for _ in range(4):
        accepted(other_than(code))

    assert accepted(code)


@pytest.mark.parametrize(("minutes", "holds"), [(9, True), (10, False)])
def test_a_code_holds_for_ten_minutes(minutes: int, *, holds: bool) -> None:
    code = issued().code

    assert accepted(code, minutes=minutes) is holds


def test_a_new_code_ends_the_old_one() -> None:
    old, new = issued().code, issued().code

    assert old == new or not accepted(old)
    assert accepted(new)


def test_a_stranger_s_guesses_elsewhere_spoil_nobody_s_code() -> None:
    code = issued().code
    issued(browser="another browser")
    for _ in range(6):
        accepted(other_than(code), browser="another browser")

    assert not accepted(code, browser="another browser")
    assert accepted(code)


def test_a_code_is_for_its_purpose_and_address_alone() -> None:
    code = issued().code

    assert not codes.accept(Purpose.AGAIN, ADDRESS, BROWSER, code, at=NOON)
    assert not codes.accept(Purpose.SIGN_IN, "other@example.org", BROWSER, code, at=NOON)


def test_the_link_opens_once_in_any_browser_and_uses_the_code_up() -> None:
    letter = issued()
    claim = codes.read(letter.token)

    assert claim is not None
    assert claim.address == ADDRESS
    assert codes.holds(claim, at=NOON)
    assert codes.redeem(claim, at=NOON)
    assert not codes.redeem(claim, at=NOON)
    assert not accepted(letter.code)


@pytest.mark.parametrize(("minutes", "holds"), [(14, True), (15, False)])
def test_the_link_holds_for_a_quarter_of_an_hour(minutes: int, *, holds: bool) -> None:
    claim = codes.read(issued().token)

    assert claim is not None
    assert codes.redeem(claim, at=NOON + minutes * MINUTE) is holds


def test_a_link_that_we_did_not_make_says_nothing() -> None:
    assert codes.read("nonsense") is None
    assert codes.read(signing.dumps(["sign_in", ADDRESS, BROWSER, "x"], salt="other")) is None


def test_neither_address_nor_code_can_be_read_in_the_table() -> None:
    letter = issued()

    row = str(OneTimeCode.objects.values().get())

    assert ADDRESS not in row
    assert letter.code not in row.replace(str(OneTimeCode.objects.get().made_at), "")


def test_what_nobody_can_use_any_more_is_swept() -> None:
    issued()

    assert codes.sweep(at=NOON + 14 * MINUTE) == 0
    assert codes.sweep(at=NOON + 15 * MINUTE) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_guesses_at_one_moment_five_are_looked_at() -> None:
    code = issued().code
    together, answers = Barrier(8), []

    def guess() -> None:
        together.wait()
        answers.append(accepted(other_than(code)))
        connection.close()

    threads = [Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert OneTimeCode.objects.get().tries == 5
    assert not accepted(code)
