from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django.test import RequestFactory
from pytest_django import Settings

from aitima.accounts import limits
from aitima.accounts.http import address_of
from aitima.accounts.limits import LIMITS
from aitima.accounts.models import LimitCount
from aitima.core.addresses import network
from tests.support.queries import count_queries

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CONTACT = LIMITS["report-contact"]


def take(subject: str = "203.0.113.9", *, name: str = "report", at: datetime = AT) -> limits.Taken:
    return limits.take(name, subject, at=at)


def used_up(name: str, subject: str, *, at: datetime = AT) -> limits.Taken:
    return [take(subject, name=name, at=at) for _ in range(LIMITS[name].most)][-1]


def test_the_last_one_within_a_limit_is_allowed_and_the_next_is_not(db: None) -> None:
    last = used_up("report-contact", "citizen@example.org")
    next_one = take("citizen@example.org", name="report-contact", at=AT + timedelta(minutes=59))

    assert last.allowed
    assert not next_one.allowed
    assert next_one.until == AT + HOUR


def test_when_the_window_is_over_the_count_begins_anew(db: None) -> None:
    used_up("report-contact", "citizen@example.org")

    assert take("citizen@example.org", name="report-contact", at=AT + HOUR).allowed
    assert LimitCount.objects.get().taken == 1


def test_who_comes_first_does_not_use_up_what_others_have(db: None) -> None:
    used_up("report-contact", "one@example.org")

    assert take("two@example.org", name="report-contact").allowed
    assert take("one@example.org", name="code-contact").allowed


def test_above_the_calm_part_it_is_still_allowed_but_not_calm(db: None) -> None:
    calm = [take().calm for _ in range(LIMITS["report"].calm or 0)]
    above = take()

    assert all(calm)
    assert above.allowed
    assert not above.calm


def test_several_limits_are_one_statement_and_the_strictest_decides(db: None) -> None:
    used_up("report-contact", "citizen@example.org")

    both = (("report", "203.0.113.9"), ("report-contact", "citizen@example.org"))

    assert count_queries(lambda: limits.take_all(*both, at=AT)) == 1
    assert not limits.take_all(*both, at=AT).allowed


def test_spending_what_is_used_up_raises_with_the_moment_to_come_back(db: None) -> None:
    used_up("report-contact", "citizen@example.org")

    with pytest.raises(limits.LimitReached) as reached:
        limits.spend(("report-contact", "citizen@example.org"), at=AT)

    assert reached.value.until == AT + HOUR


def test_counts_hold_neither_address_nor_contact(db: None) -> None:
    take("203.0.113.9")
    take("citizen@example.org")

    for key in LimitCount.objects.values_list("key", flat=True):
        assert len(key) == 64
        assert int(key, 16)


def test_the_table_writes_no_log(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'accounts_limitcount'")
        assert cursor.fetchone() == ("u",)


def test_sweeping_keeps_only_what_still_counts(db: None) -> None:
    take("old", at=AT - HOUR)
    take("new")

    assert limits.sweep(at=AT) == 1
    assert take("new").until == AT + HOUR


def test_load_tests_may_widen_the_limits(db: None, settings: Settings) -> None:
    settings.LIMITS_TIMES = 2

    used_up("report-contact", "citizen@example.org")

    assert used_up("report-contact", "citizen@example.org").allowed
    assert not take("citizen@example.org", name="report-contact").allowed


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_are_all_counted() -> None:
    def one(_: int) -> bool:
        try:
            return take("citizen@example.org", name="report-contact").allowed
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as people:
        allowed = list(people.map(one, range(40)))

    assert sum(allowed) == CONTACT.most


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::2"),
    ],
)
def test_addresses_of_one_household_count_together(one: str, other: str) -> None:
    assert network(one) == network(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("2001:db8:1:2::1", "2001:db8:1:3::1"), ("203.0.113.9", "203.0.113.10")],
)
def test_neighbours_count_apart(one: str, other: str) -> None:
    assert network(one) != network(other)


def test_without_a_trusted_proxy_nobody_chooses_the_own_address(rf: RequestFactory) -> None:
    request = rf.get("/", headers={"X-Forwarded-For": "198.51.100.7"}, REMOTE_ADDR="203.0.113.9")

    assert address_of(request) == "203.0.113.9"


def test_behind_a_trusted_proxy_the_last_hop_it_saw_counts(
    rf: RequestFactory, settings: Settings
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    request = rf.get("/", headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9"})

    assert address_of(request) == "203.0.113.9"
