"""Letters that strangers ask for: they end for the stranger, and not for the mailbox's owner."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aitima.accounts import limits
from aitima.accounts.limits import LIMITS
from aitima.accounts.models import LimitCount
from aitima.notifications.models import Message
from tests.factories import submitted
from tests.portal.citizen import EMAIL, Citizen, said_by, url_of
from tests.portal.letters import code_in

pytestmark = pytest.mark.usefixtures("lesvos")

MY, CODE, LINK = "/my/", "/my/code/", "/my/link/"
ADDRESS = EMAIL["email"]
HERE, ELSEWHERE = "203.0.113.9", "198.51.100.7"


def somebody(address: str = HERE) -> Citizen:
    """A browser that nobody has seen before."""
    return Citizen(Client(REMOTE_ADDR=address))


def ask(asking: Citizen) -> Any:
    return asking.client.post(MY, {"email": ADDRESS})


def use_up_the_day(address: str = ADDRESS) -> None:
    for _ in range(LIMITS["letter-contact"].most):
        limits.take("letter-contact", address, at=timezone.now())


def an_hour_passes() -> None:
    """Let every window end that lasts no longer."""
    LimitCount.objects.filter(until__lte=timezone.now() + timedelta(hours=1)).delete()


def test_a_stranger_has_five_codes_an_hour_sent_and_the_owner_still_gets_one() -> None:
    strangers = [ask(somebody()).status_code for _ in range(6)]
    owner = somebody(ELSEWHERE)

    assert strangers == [302] * 5 + [429]
    assert ask(owner).status_code == 302
    assert owner.client.post(CODE, {"code": code_in()})["Location"] == MY


def test_a_stranger_s_wrong_codes_keep_nobody_out() -> None:
    stranger, owner = somebody(), somebody(ELSEWHERE)
    ask(stranger)
    ask(owner)
    code = code_in()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(8):
        assert stranger.client.post(CODE, {"code": wrong}).status_code == 422

    assert stranger.client.post(CODE, {"code": code}).status_code == 422
    assert owner.client.post(CODE, {"code": code})["Location"] == MY


def test_one_stranger_has_ten_letters_a_day_sent_of_whatever_kind() -> None:
    for _ in range(2):
        for _ in range(5):
            assert ask(somebody()).status_code == 302
        an_hour_passes()
    followed = url_of(submitted().number) + "follow/"
    refused = [
        ask(somebody()),
        somebody().client.post(LINK, {"number": "2026/000001", "email": ADDRESS}),
        somebody().client.post(followed, {"email": f" {ADDRESS.upper()} "}),
    ]

    assert [answer.status_code for answer in refused] == [429] * 3
    assert Message.objects.filter(about="proof").count() == 10
    assert ask(somebody(ELSEWHERE)).status_code == 302


def test_all_strangers_together_have_forty_letters_a_day_sent_to_one_mailbox() -> None:
    sent = [ask(somebody(f"192.0.2.{n}")).status_code for n in range(42)]

    assert sent == [302] * 40 + [429] * 2
    assert Message.objects.filter(about="proof").count() == 40


def test_a_long_wait_is_told_in_hours() -> None:
    use_up_the_day()
    asking = somebody()

    refused = ask(asking)

    assert "Try again in 24 hours" in said_by(refused)
    assert int(refused["Retry-After"]) > 23 * 3600


def test_who_has_proved_the_mailbox_is_not_bound_by_what_strangers_used_up() -> None:
    owner = somebody()
    ask(owner)
    owner.client.post(CODE, {"code": code_in()})
    use_up_the_day()

    sent = owner.client.post("/my/confirm/?next=my-erase", {"send": "1"})

    assert sent.status_code == 302
    assert ask(somebody(ELSEWHERE)).status_code == 429


def test_a_number_is_looked_up_often_and_then_it_is_said_when_to_come_back() -> None:
    asking, number = somebody(), submitted().number
    for _ in range(LIMITS["number"].most):
        limits.take("number", HERE, at=timezone.now())

    refused = asking.get("/requests/", number=number)

    assert refused.status_code == 429
    assert "Try again in 60 minutes" in said_by(refused)
    assert asking.get("/requests/").status_code == 200
    assert somebody(ELSEWHERE).get("/requests/", number=number).status_code == 302
