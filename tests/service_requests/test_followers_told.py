"""What those who follow are told: of a change, of a new request, and what nobody is told."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from aitima.accounts.models import User
from aitima.notifications.models import Message
from aitima.organisation.models import Unit
from aitima.service_requests import actions, jobs
from aitima.service_requests.actions import following
from aitima.service_requests.actions.following import Followed
from aitima.service_requests.models import ServiceRequest, Subscription
from tests.factories import NOON, charged, make_area, make_service, submitted
from tests.service_requests.followers import (
    NEIGHBOUR,
    follow,
    told,
)
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db


# Of a change

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


# Of a new request


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
