"""Blocking whoever sends threats, taking it back, and the record of both."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aitima.accounts import blocking
from aitima.accounts.models import BlockedContact, BlockingRecord, User
from aitima.organisation.models import Assignment
from aitima.service_requests.models import ServiceRequest
from tests.factories import make_unit, make_user, person, submitted
from tests.portal.citizen import said_by
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db

LIST = reverse("workspace:blocked")
EMAIL, PHONE = "maria.xenou@example.org", "6912345678"


@pytest.fixture
def boss() -> User:
    return person(Assignment.Role.ADMINISTRATION, make_unit())


@pytest.fixture
def desk(boss: User) -> Any:
    return signed_in(boss)


@pytest.fixture
def report() -> ServiceRequest:
    return submitted(name="Μαρία Ξένου", email=EMAIL, phone=PHONE)


def signed_in(user: User) -> Any:
    client = Client()
    client.force_login(user)
    client.cookies["language"] = "en"
    return client


def page_of(report: ServiceRequest) -> str:
    return reverse("workspace:request-block", args=[report.number])


def last_record() -> BlockingRecord:
    return BlockingRecord.objects.latest("pk")


def test_whoever_sent_a_request_is_blocked_without_being_shown(
    desk: Any, boss: User, report: ServiceRequest
) -> None:
    request_page = desk.get(reverse("workspace:request-detail", args=[report.number]))
    assert page_of(report) in request_page.content.decode()

    form = desk.get(page_of(report))
    done = desk.post(page_of(report), {"ways": ["email", "phone"], "reason": "Threats"})

    for page in (request_page, form):
        for secret in (EMAIL, "xenou", PHONE, "Ξένου"):
            assert secret not in page.content.decode()
    assert done.status_code == 302
    assert blocking.is_blocked(EMAIL)
    assert blocking.is_blocked(PHONE)
    kept = last_record()
    assert (kept.by, kept.about, kept.reason, kept.blocked) == (
        boss,
        report.number,
        "Threats",
        True,
    )


def test_only_what_was_chosen_is_blocked(desk: Any, report: ServiceRequest) -> None:
    desk.post(page_of(report), {"ways": ["phone"], "reason": "Threats"})

    assert not blocking.is_blocked(EMAIL)
    assert blocking.is_blocked(PHONE)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"ways": ["email"]}, "Write the reason"),
        ({"reason": "Threats"}, "Choose what is blocked"),
        ({"ways": ["email"], "reason": "x" * 201}, "longer than 200 characters"),
    ],
)
def test_nobody_is_blocked_without_a_reason(
    desk: Any, report: ServiceRequest, answers: dict[str, Any], sentence: str
) -> None:
    refused = desk.post(page_of(report), answers)

    assert refused.status_code == 422
    assert sentence in said_by(refused)
    assert not BlockedContact.objects.exists()


def test_an_anonymous_report_has_nobody_to_block(desk: Any) -> None:
    anonymous = submitted(email="")

    page = desk.get(reverse("workspace:request-detail", args=[anonymous.number]))

    assert page_of(anonymous) not in page.content.decode()
    assert desk.get(page_of(anonymous)).status_code == 403


def test_the_list_tells_hint_reason_day_and_who(desk: Any, boss: User) -> None:
    blocking.block(EMAIL, reason="Threats", by=boss, at=timezone.now())
    blocking.block("example.com", reason="", at=timezone.now())

    page = desk.get(LIST)

    said = said_by(page)
    assert EMAIL not in page.content.decode()
    for told in ("m…@example.org", "Threats", boss.full_name, "example.com", "command line"):
        assert told in said


def test_the_list_is_read_by_a_handful_of_statements(desk: Any, boss: User) -> None:
    def look() -> None:
        assert desk.get(LIST).status_code == 200

    blocking.block("a@example.org", reason="", by=boss, at=timezone.now())
    look()
    one = count_queries(look)
    for number in range(30):
        blocking.block(f"{number}@example.org", reason="x", by=boss, at=timezone.now())

    assert count_queries(look) == one


def test_a_contact_is_blocked_by_writing_it(desk: Any) -> None:
    assert desk.post(LIST, {"contact": f" {EMAIL} ", "reason": "Threats"}).url == LIST

    assert blocking.is_blocked(EMAIL)


@pytest.mark.parametrize("contact", ["", "org", "@", "69", "two words", "a@b", "1234567"])
def test_what_is_no_contact_is_not_blocked(desk: Any, contact: str) -> None:
    refused = desk.post(LIST, {"contact": contact, "reason": "Threats"})

    assert refused.status_code == 422
    assert not BlockedContact.objects.exists()


def test_taking_it_back_wants_a_reason_and_is_written_down(desk: Any, boss: User) -> None:
    entry = blocking.block(EMAIL, reason="Threats", at=timezone.now())
    page = reverse("workspace:unblock", args=[entry.pk])

    assert desk.post(page, {}).status_code == 422
    assert desk.post(page, {"reason": "Apologised"}).url == LIST

    assert not blocking.is_blocked(EMAIL)
    kept = last_record()
    assert (kept.blocked, kept.by, kept.reason) == (False, boss, "Apologised")
    assert "Apologised" in said_by(desk.get(LIST))
    assert desk.post(page, {"reason": "Once more"}).status_code == 404


def test_who_looks_after_the_system_has_the_list_and_no_request(report: ServiceRequest) -> None:
    system = signed_in(make_user(is_system_administrator=True))

    assert LIST in system.get(reverse("workspace:queue")).content.decode()
    assert system.post(LIST, {"contact": EMAIL, "reason": "Threats"}).url == LIST
    refused = system.post(page_of(report), {"ways": ["phone"], "reason": "Threats"})

    assert "It sees no citizen’s data" in said_by(refused)
    assert not blocking.is_blocked(PHONE)
