"""The demonstration's history: the same every time, whole, and of nobody real."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from aitima.accounts.models import User
from aitima.demo import accounts, photos
from aitima.demo.history import DAYS, Story
from aitima.demo.prepare import prepare
from aitima.demo.words import subjects
from aitima.geography.queries import area_at
from aitima.service_requests import history
from aitima.service_requests.importing.past import PastRequest
from aitima.service_requests.lifecycle import OPEN, Status
from aitima.service_requests.models import (
    Photo,
    PublicAnswer,
    Reporter,
    RequestEvent,
    ServiceRequest,
)

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("lesvos")


def story(count: int = 300) -> list[PastRequest]:
    return list(Story.of(accounts.ensure(), photos.ensure(), at=AT).requests(count))


def test_the_same_moment_tells_the_same_story() -> None:
    first, second = story(), story()

    assert first == second


def test_a_longer_story_begins_like_a_shorter_one() -> None:
    assert story(300)[:100] == story(100)


def test_nothing_happens_in_the_future_or_long_before() -> None:
    for past in story():
        moments = [past.submitted_at, *(step.at for step in past.steps)]

        assert moments == sorted(moments)
        assert AT - timedelta(days=DAYS + 1) < moments[0]
        assert moments[-1] <= AT


def test_cleaning_lighting_roads_and_green_keep_their_shares() -> None:
    groups = Counter(past.service.group.code for past in story(1500))

    shares = {code: count / 1500 for code, count in groups.items()}
    assert shares["cleaning"] == pytest.approx(0.43, abs=0.04)
    assert shares["lighting"] == pytest.approx(0.22, abs=0.04)
    assert shares["roads"] == pytest.approx(0.19, abs=0.04)
    assert shares["green"] == pytest.approx(0.1, abs=0.04)


def test_points_lie_inside_the_area_that_is_named() -> None:
    for past in story():
        if past.latitude is not None and past.longitude is not None:
            assert area_at(past.latitude, past.longitude) == past.area


def test_citizens_use_many_different_words() -> None:
    texts = Counter(past.description for past in story(1000))

    assert len(texts) > 800
    assert all(not re.search(r"[{}]|  ", text) for text in texts)
    assert any(past.language == "en" for past in story(300))


@pytest.mark.parametrize("theme", ["bin-full", "lighting-lamp", "road-pothole", "tree-pruning"])
def test_every_big_group_has_forty_sentences_or_more_with_its_closings(theme: str) -> None:
    subject = next(subject for subject in subjects() if subject.code == theme)

    matters = sum(len(service["texts"]) for service in subject.theme["services"].values())
    assert matters * len(subject.theme["closings"]) >= 40


def test_preparing_writes_every_request_with_an_unbroken_chain() -> None:
    written = prepare(requests=250, at=AT)

    assert written.added == 250
    assert ServiceRequest.objects.count() == 250
    assert RequestEvent.objects.count() > 600
    assert history.verify() == []


def test_preparing_again_adds_nothing() -> None:
    prepare(requests=60, at=AT)

    again = prepare(requests=60, at=AT + timedelta(days=3))

    assert (again.added, again.unchanged) == (0, 60)
    assert ServiceRequest.objects.count() == 60


def test_a_larger_number_adds_only_what_is_missing() -> None:
    prepare(requests=40, at=AT)

    more = prepare(requests=60, at=AT)

    assert (more.added, more.unchanged) == (20, 40)


def test_most_requests_are_closed_with_an_answer_and_some_are_open_or_overdue() -> None:
    prepare(requests=800, at=AT)

    states = Counter(ServiceRequest.objects.values_list("status", flat=True))
    assert states[Status.RESOLVED] > 600
    assert sum(states[status] for status in OPEN) > 30
    assert ServiceRequest.objects.overdue(at=AT).count() > 5
    assert ServiceRequest.objects.filter(times_reopened__gt=0).exists()
    closed = ServiceRequest.objects.closed().count()
    assert PublicAnswer.objects.exclude(purpose="question").count() >= closed


def test_recently_resolved_requests_have_photos_of_before_and_after() -> None:
    prepare(requests=600, at=AT)

    recent = ServiceRequest.objects.filter(closed_at__gt=AT - timedelta(days=7))
    assert recent.filter(photos__purpose=Photo.Purpose.AFTER).count() >= 3


def test_nobody_real_is_in_it() -> None:
    prepare(requests=200, at=AT)

    for reporter in Reporter.objects.order_by("pk"):
        assert reporter.email.endswith("@example.org")
        assert (reporter.name, reporter.phone) == ("", "")
    assert all(user.email.endswith(".example") for user in User.objects.order_by("pk"))
