"""“Me too”, following by e-mail, and what followers are told."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from aitima.accounts.models import User
from aitima.notifications.models import Message
from aitima.organisation.models import Unit
from aitima.service_requests import actions, followers, jobs
from aitima.service_requests.actions import following
from aitima.service_requests.actions.following import Followed
from aitima.service_requests.models import ServiceRequest, Subscription, Support
from tests.factories import NOON, charged, make_area, make_service, submitted
from tests.service_requests.test_at_once import at_once
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db

NEIGHBOUR = "neighbour@example.org"
SOON = NOON + timedelta(hours=1)


def supporters(service_request: ServiceRequest) -> int:
    service_request.refresh_from_db()
    return service_request.supporters


def ask(followed: Followed, email: str = NEIGHBOUR, **facts: Any) -> None:
    following.subscribe(
        email=email, followed=followed, language="en", at=facts.pop("at", NOON), **facts
    )


def secret_of(message: Message) -> str:
    found = re.search(r"/follow/confirm/([\w-]+)/", message.context["confirm_url"])
    assert found
    return found[1]


def follow(followed: Followed, email: str = NEIGHBOUR) -> Subscription:
    """Ask, and press the button of the letter."""
    ask(followed, email)
    message = Message.objects.filter(template="follow_confirm", to=email).latest("pk")
    subscription = following.confirm(secret_of(message), at=NOON)
    assert subscription
    return subscription


def told(email: str = NEIGHBOUR) -> list[str]:
    news = Message.objects.filter(to=email).exclude(template="follow_confirm").order_by("pk")
    return [message.template for message in news]


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


# What followers of a request are told

END: dict[str, Callable[[int, User], object]] = {
    "resolve": lambda pk, by: actions.resolve(pk=pk, by=by, answer="Secret words", at=NOON),
    "reject": lambda pk, by: actions.reject(pk=pk, by=by, reason="Secret words", at=NOON),
    "forward": lambda pk, by: actions.forward(
        pk=pk, by=by, authority="The Region", reason="Secret words", at=NOON
    ),
    "schedule": lambda pk, by: actions.schedule(
        pk=pk, by=by, day=date(2026, 11, 30), note="Secret words", at=NOON
    ),
    "withdraw": lambda pk, _by: actions.withdraw(pk=pk, reason="Secret words", at=NOON),
}
TOLD = {
    "resolve": "followed_resolved",
    "reject": "followed_rejected",
    "forward": "followed_forwarded",
    "schedule": "followed_scheduled",
    "withdraw": "followed_withdrawn",
}


@pytest.mark.parametrize("step", END)
def test_followers_hear_of_a_public_change_once_and_of_no_private_word(
    unit: Unit, boss: User, step: str
) -> None:
    made = charged(unit, to=boss, address="Behind the church")
    follow(Followed(service_request=made))

    END[step](made.pk, boss)

    assert told() == [TOLD[step]]
    facts = str(Message.objects.get(template=TOLD[step]).context)
    assert made.number in facts
    assert not re.search(r"Secret words|church|/r/|citizen@", facts)


def test_followers_hear_that_it_is_open_again(unit: Unit, clerk: User) -> None:
    made = charged(unit, to=clerk)
    follow(Followed(service_request=made))

    actions.resolve(pk=made.pk, by=clerk, answer="Done.", at=NOON)
    actions.reopen(pk=made.pk, reason="No.", at=NOON)

    assert told() == ["followed_resolved", "followed_reopened"]


def test_followers_hear_nothing_of_what_is_between_citizen_and_staff(
    unit: Unit, clerk: User
) -> None:
    made = charged(unit, to=clerk)
    follow(Followed(service_request=made))

    actions.start(pk=made.pk, by=clerk, at=NOON)
    actions.reply(pk=made.pk, by=clerk, answer="For you alone.", at=NOON)
    actions.ask(pk=made.pk, by=clerk, question="Where?", at=NOON)
    actions.add_note(pk=made.pk, by=clerk, note="Note.", at=NOON)

    assert told() == []


def test_nobody_hears_of_what_is_no_longer_public(unit: Unit, clerk: User) -> None:
    made = charged(unit, to=clerk)
    follow(Followed(service_request=made))
    ServiceRequest.objects.filter(pk=made.pk).update(public=False)

    actions.resolve(pk=made.pk, by=clerk, answer="Done.", at=NOON)

    assert told() == []


def test_a_withdrawn_request_is_followed_by_nobody(unit: Unit) -> None:
    made = submitted(unit=unit)
    follow(Followed(service_request=made))

    actions.withdraw(pk=made.pk, at=NOON)

    assert not Subscription.objects.exists()


def test_a_request_long_closed_is_followed_by_nobody(unit: Unit, clerk: User) -> None:
    made = charged(unit, to=clerk)
    follow(Followed(service_request=made))
    actions.resolve(pk=made.pk, by=clerk, answer="Done.", at=NOON)

    assert following.sweep(at=NOON + timedelta(days=89)) == 0
    assert following.sweep(at=NOON + timedelta(days=90)) == 1


# New requests


def new(**facts: Any) -> ServiceRequest:
    """A submission, and the job that it left behind, if it did."""
    made = submitted(**facts)
    if waiting_jobs(made):
        jobs.tell_of_new(pk=made.pk)
        jobs.tell_of_new(pk=made.pk)
    return made


def waiting_jobs(made: ServiceRequest) -> int:
    from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: PLC0415

    return ProcrastinateJob.objects.filter(
        task_name=jobs.tell_of_new.name, args={"pk": made.pk}
    ).count()


def test_whoever_waits_for_a_service_in_an_area_hears_of_it_once(unit: Unit) -> None:
    service, area = make_service(unit=unit), make_area()
    follow(Followed(service=service, area=area))
    follow(Followed(area=area))

    made = new(service=service, area=area)

    assert told() == ["followed_new"]
    letter = Message.objects.get(template="followed_new")
    assert letter.context["number"] == made.number
    assert letter.context["followed"] == f"{service.names['en']}, {area.names['en']}"


def test_other_services_and_areas_leave_no_job_behind(unit: Unit) -> None:
    service, area = make_service(unit=unit), make_area()
    follow(Followed(service=service, area=area))

    elsewhere = new(service=service, area=make_area())
    another = new(unit=unit, area=area)
    nowhere = new(service=service)

    assert told() == []
    assert [waiting_jobs(made) for made in (elsewhere, another, nowhere)] == [0, 0, 0]


def test_all_services_of_an_area_and_all_areas_of_a_service_can_be_followed(unit: Unit) -> None:
    service, area = make_service(unit=unit), make_area()
    follow(Followed(service=service), "service@example.org")
    follow(Followed(area=area), "area@example.org")

    new(service=service)
    new(unit=unit, area=area)

    assert told("service@example.org") == told("area@example.org") == ["followed_new"]


@pytest.mark.parametrize(("metres", "hears"), [(480, True), (520, False), (5000, False)])
def test_a_point_is_followed_as_far_as_its_radius(unit: Unit, metres: int, *, hears: bool) -> None:
    follow(Followed(latitude=39.1, longitude=26.5, radius_metres=500))

    new(unit=unit, latitude=39.1, longitude=26.5 + metres / (111_195 * 0.776))

    assert bool(told()) is hears


def test_who_waits_at_a_point_never_hears_of_a_private_place(unit: Unit) -> None:
    follow(Followed(latitude=39.1, longitude=26.5, radius_metres=500))

    new(unit=unit, latitude=39.1, longitude=26.5, place_is_private=True)

    assert told() == []


@pytest.mark.parametrize(
    "facts", [{"public": False}, {"confidential": True}, {"checked_first": True}]
)
def test_what_everybody_may_not_see_is_told_to_nobody(unit: Unit, facts: dict[str, bool]) -> None:
    service = make_service(unit=unit, **facts)
    follow(Followed(service=service))

    made = new(service=service)

    assert waiting_jobs(made) == 0
    assert told() == []


def test_what_was_hidden_before_the_job_ran_is_told_to_nobody(unit: Unit) -> None:
    service = make_service(unit=unit)
    follow(Followed(service=service))
    made = submitted(service=service)
    ServiceRequest.objects.filter(pk=made.pk).update(public=False)

    jobs.tell_of_new(pk=made.pk)

    assert told() == []


def test_whoever_reports_something_hears_of_it_as_the_reporter_alone(unit: Unit) -> None:
    service = make_service(unit=unit)
    follow(Followed(service=service))

    new(service=service, email=NEIGHBOUR)

    assert told() == ["request_received"]


def test_followers_cost_a_submission_no_statement(unit: Unit) -> None:
    service, area = make_service(unit=unit), make_area()
    facts: dict[str, Any] = {"service": service, "area": area}
    submitted(**facts)
    alone = count_queries(lambda: submitted(**facts))
    follow(Followed(area=area))

    assert count_queries(lambda: submitted(**facts)) == alone


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
