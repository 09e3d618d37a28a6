"""What the request page and the health check ask."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from aitima.notifications import queries
from aitima.notifications.jobs import deliver
from aitima.notifications.models import Delivery, State
from tests.notifications.examples import NOON, envelope, queue
from tests.notifications.peers import Peer

pytestmark = pytest.mark.django_db


def test_the_log_has_the_deliveries_of_one_thing_the_newest_first() -> None:
    first, _ = queue(envelope(), at=NOON) + queue(envelope("resolved"), at=NOON)[1:]
    other = queue(envelope("resolved"), at=NOON)[-1]
    other.message.about = "service_request:99"
    other.message.save()

    log = list(queries.log_for("service_request:17"))

    assert [delivery.message.template for delivery in log] == ["resolved", "request_received"]
    assert log[-1] == first


def test_the_oldest_unsent_message_has_an_age() -> None:
    queue(at=NOON)
    queue(at=NOON + timedelta(minutes=2))

    assert queries.oldest_unsent_age(NOON + timedelta(minutes=5)) == timedelta(minutes=5)


def test_nothing_unsent_has_no_age(peer: Peer) -> None:
    [delivery] = queue()
    deliver(delivery_id=delivery.pk)

    assert queries.oldest_unsent_age(timezone.now()) is None


def test_a_stubborn_mailbox_is_not_held_against_us_once_later_messages_went_out(
    peer: Peer,
) -> None:
    peer.to_recipient.append("452 4.2.2 Mailbox full")
    now = timezone.now()
    stubborn, other = queue(envelope(), envelope(), at=now)

    deliver(delivery_id=stubborn.pk)
    assert queries.oldest_unsent_age(now + timedelta(hours=1)) == timedelta(hours=1)

    deliver(delivery_id=other.pk)
    assert queries.oldest_unsent_age(now + timedelta(hours=1)) is None


def test_no_worker_lives_before_one_was_started() -> None:
    assert not queries.a_worker_lives(timezone.now())


def test_the_log_shows_kind_state_and_the_providers_words_but_not_the_whole_address() -> None:
    [delivery] = queue()
    Delivery.objects.update(
        state=State.FAILED, next_try_at=None, provider_words="550 5.1.1 <User> unknown"
    )

    with translation.override("el"):
        html = render_to_string(
            "notifications/log.html", {"deliveries": queries.log_for(delivery.message.about)}
        )

    assert "Απόδειξη παραλαβής" in html
    assert "δεν μπόρεσε να παραδοθεί" in html
    assert "550 5.1.1 &lt;User&gt; unknown" in html
    assert "c•••@example.org" in html
    assert "citizen@example.org" not in html


def test_the_log_of_nothing_says_so() -> None:
    with translation.override("el"):
        html = render_to_string("notifications/log.html", {"deliveries": queries.log_for("x:1")})

    assert "Δεν έχει σταλεί" in html


def test_the_log_takes_one_query_however_long(django_assert_num_queries: object) -> None:
    queue(*[envelope()] * 5)

    with django_assert_num_queries(1):  # type: ignore[operator]
        render_to_string(
            "notifications/log.html", {"deliveries": queries.log_for("service_request:17")}
        )
