"""“Me too”, and following by e-mail: who is counted, who has to confirm, and the end of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from aitima.accounts.models import User
from aitima.notifications.models import Message
from aitima.organisation.models import Unit
from aitima.service_requests import actions, followers
from aitima.service_requests.actions import following
from aitima.service_requests.actions.following import Followed
from aitima.service_requests.models import ServiceRequest, Subscription, Support
from tests.factories import NOON, charged, make_area, make_service, submitted
from tests.service_requests.followers import (
    NEIGHBOUR,
    SOON,
    ask,
    follow,
    secret_of,
    supporters,
    told,
)
from tests.service_requests.test_at_once import at_once

pytestmark = pytest.mark.django_db


# Me too


def test_a_device_is_counted_once_and_may_take_it_back(unit: Unit) -> None:
    made = submitted(unit=unit)

    assert following.support(pk=made.pk, device="one", at=NOON)
    assert not following.support(pk=made.pk, device="one", at=SOON)
    assert following.support(pk=made.pk, device="two", at=NOON)
    assert supporters(made) == 2

    assert following.withdraw_support(pk=made.pk, device="one")
    assert not following.withdraw_support(pk=made.pk, device="one")
    assert supporters(made) == 1


def test_nobody_can_see_that_two_requests_have_the_same_supporter(unit: Unit) -> None:
    first, second = submitted(unit=unit), submitted(unit=unit)

    for made in (first, second):
        following.support(pk=made.pk, device="one", at=NOON)

    keys = set(Support.objects.values_list("key", flat=True))
    assert len(keys) == 2
    assert not any("one" in key for key in keys)


@pytest.mark.parametrize("facts", [{"public": False}, {"status": "resolved", "closed_at": NOON}])
def test_what_is_hidden_or_closed_is_not_supported(unit: Unit, facts: dict[str, Any]) -> None:
    made = submitted(unit=unit)
    ServiceRequest.objects.filter(pk=made.pk).update(**facts)

    with pytest.raises(PermissionDenied):
        following.support(pk=made.pk, device="one", at=NOON)

    assert supporters(made) == 0


def test_a_step_of_the_staff_keeps_the_count(clerk: User, unit: Unit) -> None:
    made = charged(unit, to=clerk)
    following.support(pk=made.pk, device="one", at=NOON)

    actions.start(pk=made.pk, by=clerk, at=NOON)

    assert supporters(made) == 1


# Following by e-mail


def test_nothing_is_sent_before_the_address_has_confirmed(unit: Unit, clerk: User) -> None:
    made = charged(unit, to=clerk)
    ask(Followed(service_request=made))

    actions.resolve(pk=made.pk, by=clerk, answer="Done.", at=NOON)

    assert told() == []
    assert Message.objects.get(to=NEIGHBOUR).template == "follow_confirm"
    assert supporters(made) == 0


def test_whoever_confirms_counts_and_twice_is_harmless(unit: Unit) -> None:
    made = submitted(unit=unit)
    ask(Followed(service_request=made))
    secret = secret_of(Message.objects.get(template="follow_confirm"))

    for at in (NOON, SOON):
        assert following.confirm(secret, at=at)

    assert Subscription.objects.get().confirmed_at == NOON
    assert supporters(made) == 1


def test_the_device_that_said_me_too_is_not_counted_again_by_its_address(unit: Unit) -> None:
    made = submitted(unit=unit)
    following.support(pk=made.pk, device="one", at=NOON)
    ask(Followed(service_request=made))

    following.confirm(
        secret_of(Message.objects.get(template="follow_confirm")), device="one", at=NOON
    )

    assert supporters(made) == 1


def test_whoever_follows_instead_of_reporting_counts_at_once_and_once(unit: Unit) -> None:
    made = submitted(unit=unit)

    ask(Followed(service_request=made), same=True)
    assert supporters(made) == 1

    following.confirm(secret_of(Message.objects.get(template="follow_confirm")), at=NOON)
    assert supporters(made) == 1


def test_the_reporter_is_not_counted_and_gets_no_second_letter(unit: Unit, clerk: User) -> None:
    made = charged(unit, to=clerk, email="Reporter@example.org")
    follow(Followed(service_request=made), "reporter@example.org")
    assert supporters(made) == 0

    actions.resolve(pk=made.pk, by=clerk, answer="Done.", at=NOON)

    assert told("reporter@example.org") == []
    assert told("Reporter@example.org")[-1] == "resolved"


def test_asking_again_writes_again_only_after_a_while(unit: Unit) -> None:
    made = submitted(unit=unit)
    for minutes in (0, 1, 9, 11):
        ask(Followed(service_request=made), NEIGHBOUR.upper(), at=NOON + timedelta(minutes=minutes))

    assert Message.objects.filter(to=NEIGHBOUR).count() == 2
    assert Subscription.objects.count() == 1
    first, second = Message.objects.filter(to=NEIGHBOUR).order_by("pk")
    assert following.confirm(secret_of(first), at=NOON) is None
    assert following.confirm(secret_of(second), at=NOON)


def test_an_address_is_not_asked_about_endless_things(unit: Unit) -> None:
    for _ in range(following.MOST_WAITING + 3):
        ask(Followed(service=make_service(unit=unit)))

    assert Message.objects.filter(to=NEIGHBOUR).count() == following.MOST_WAITING


def test_a_confirmation_comes_too_late_after_a_week(unit: Unit) -> None:
    made = submitted(unit=unit)
    ask(Followed(service_request=made))
    secret = secret_of(Message.objects.get(template="follow_confirm"))
    late = NOON + following.CONFIRM_WITHIN

    assert following.awaiting(secret, at=late) is None
    assert following.confirm(secret, at=late) is None
    assert following.sweep(at=late) == 1


def test_what_is_no_longer_public_cannot_be_confirmed_or_followed(unit: Unit) -> None:
    made = submitted(unit=unit)
    ask(Followed(service_request=made))
    ServiceRequest.objects.filter(pk=made.pk).update(public=False)

    assert (
        following.confirm(secret_of(Message.objects.get(template="follow_confirm")), at=NOON)
        is None
    )
    with pytest.raises(PermissionDenied):
        ask(Followed(service_request=made), at=SOON)


def test_the_end_forgets_the_address_and_its_count(unit: Unit) -> None:
    made = submitted(unit=unit)
    subscription = follow(Followed(service_request=made))
    kept = follow(Followed(service=made.service))

    following.unsubscribe(pk=subscription.pk)
    following.unsubscribe(pk=subscription.pk)

    assert supporters(made) == 0
    assert list(Subscription.objects.all()) == [kept]


def test_one_link_ends_everything_of_an_address_and_of_no_other(unit: Unit) -> None:
    made = submitted(unit=unit)
    one = follow(Followed(service_request=made))
    follow(Followed(service=made.service))
    other = follow(Followed(service_request=made), "other@example.org")

    following.unsubscribe(pk=one.pk, all_of_address=True)

    assert list(Subscription.objects.all()) == [other]
    assert supporters(made) == 1


def test_the_link_of_a_letter_stops_only_its_own_subscription(unit: Unit) -> None:
    subscription = follow(Followed(service_request=submitted(unit=unit)))
    token = followers.stop_url(subscription).rstrip("/").rpartition("/")[2]

    assert followers.stopped_by(token) == subscription.pk
    assert (
        followers.stopped_by(f"{subscription.pk + 1}{token[len(str(subscription.pk)) :]}") is None
    )


# At once


@pytest.mark.django_db(transaction=True)
def test_two_taps_and_two_people_at_once_are_counted_right() -> None:
    made = submitted()

    def tap(device: str) -> Callable[[], object]:
        return lambda: following.support(pk=made.pk, device=device, at=NOON)

    ends = at_once(tap("one"), tap("one"), tap("two"), tap("three"))

    assert ends == [""] * 4
    assert supporters(made) == Support.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_leave_one_subscription_and_one_letter() -> None:
    made = submitted(email="")
    area = make_area()

    ends = at_once(
        *[lambda: ask(Followed(service_request=made), same=True)] * 2,
        *[lambda: ask(Followed(area=area))] * 2,
    )

    assert ends == [""] * 4
    assert Subscription.objects.count() == Message.objects.count() == 2
    assert supporters(made) == 1


@pytest.mark.django_db(transaction=True)
def test_confirming_and_ending_at_once_leave_a_count_that_is_right() -> None:
    made = submitted(email="")
    ask(Followed(service_request=made))
    secret = secret_of(Message.objects.get())
    pk = Subscription.objects.get().pk

    ends = at_once(
        lambda: following.confirm(secret, at=NOON),
        lambda: following.confirm(secret, at=NOON),
        lambda: following.unsubscribe(pk=pk),
    )

    assert ends == [""] * 3
    assert supporters(made) == Support.objects.count()
