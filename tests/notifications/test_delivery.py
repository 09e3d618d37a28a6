"""From the queue to the mail server and back into the log."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from aitima.notifications import channels, retries
from aitima.notifications.channels.outcomes import Outcome, Verdict
from aitima.notifications.jobs import LEASE, deliver, sweep
from aitima.notifications.models import FORGOTTEN, Channel, Delivery, State
from aitima.runtime.listening import free_port
from tests.notifications.examples import LINK, NOON, envelope, queue
from tests.notifications.peers import Peer, mailers_for

pytestmark = pytest.mark.django_db

AWAY = Outcome(Verdict.TRY_AGAIN, "connection refused")


def test_a_message_arrives_as_text_and_html_with_its_key_as_message_id(peer: Peer) -> None:
    [delivery] = queue()

    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    [mail] = peer.received
    assert delivery.state == State.SENT
    assert delivery.sent_at is not None
    assert delivery.provider_words == "250 2.0.0 OK: queued as 4F2A1"
    assert mail["To"] == "citizen@example.org"
    assert mail["From"] == "Δήμος Λέσβου <no-reply@testserver>"
    assert mail["Subject"] == "Λάβαμε το αίτημά σας 2026/004512: Καμένος λαμπτήρας"
    assert str(delivery.idempotency_key) in mail["Message-ID"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert all(LINK in part.get_content() for part in mail.iter_parts())


def test_messages_about_one_thing_form_a_thread(peer: Peer) -> None:
    first, second = queue(envelope(), envelope("resolved"))

    deliver(delivery_id=first.pk)
    deliver(delivery_id=second.pk)

    one, other = peer.received
    assert one["References"] == other["References"]
    assert one["Message-ID"] != other["Message-ID"]


def test_a_message_that_is_sent_forgets_the_private_link(peer: Peer) -> None:
    [delivery] = queue()

    deliver(delivery_id=delivery.pk)

    message = Delivery.objects.get().message
    assert message.context["private_url"] == FORGOTTEN
    assert LINK not in message.body_text + message.body_html
    assert "2026/004512" in message.body_text


def test_a_job_that_runs_twice_sends_once(peer: Peer) -> None:
    [delivery] = queue()

    deliver(delivery_id=delivery.pk)
    deliver(delivery_id=delivery.pk)

    assert len(peer.received) == 1


def test_a_recipient_refused_for_good_is_not_tried_again(peer: Peer) -> None:
    peer.to_recipient.append("550 5.1.1 User unknown")
    [delivery] = queue()
    ProcrastinateJob.objects.all()._raw_delete("default")

    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == State.FAILED
    assert delivery.provider_words == "550 5.1.1 User unknown"
    assert not ProcrastinateJob.objects.exists()


def test_a_refused_message_keeps_neither_the_link_nor_the_address_in_its_log(peer: Peer) -> None:
    [delivery] = queue()
    peer.to_recipient.append(f"550 5.1.1 <{delivery.address.upper()}> unknown")

    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == State.FAILED
    assert delivery.message.context["private_url"] == FORGOTTEN
    assert delivery.address not in delivery.provider_words.lower()
    assert "unknown" in delivery.provider_words


def test_a_message_refused_for_good_is_not_tried_again(peer: Peer) -> None:
    peer.to_mail.append("554 5.7.1 Looks like spam")
    [delivery] = queue()

    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.provider_words) == (State.FAILED, "554 5.7.1 Looks like spam")


def test_a_busy_mail_server_gets_the_same_message_again_later(peer: Peer) -> None:
    peer.to_recipient.append("451 4.7.1 Greylisted, come back")
    [delivery] = queue()

    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == State.FAILED_TEMPORARILY
    assert delivery.provider_words == "451 4.7.1 Greylisted, come back"
    assert ProcrastinateJob.objects.filter(scheduled_at=delivery.next_try_at).exists()

    _let_time_pass(delivery)
    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.SENT, 2)


def test_with_the_mail_server_dead_the_message_waits_and_arrives_when_it_is_back(
    settings: Settings,
) -> None:
    port = free_port()
    settings.MAILERS = mailers_for(port)
    [delivery] = queue()

    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == State.FAILED_TEMPORARILY
    assert "refused" in delivery.provider_words

    with Peer(port) as back:
        _let_time_pass(delivery)
        deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == State.SENT
    assert len(back.received) == 1


@pytest.mark.parametrize(
    "address",
    [
        "nobody",
        "",
        "a@example.org, b@example.org",
        "a@example.org\nBcc: b@example.org",
        "χρήστης@example.org",
        '"a b"@example.org\r\nRCPT TO:<b@example.org>',
    ],
)
def test_what_is_no_address_is_refused_without_asking_a_server(peer: Peer, address: str) -> None:
    [delivery] = queue()
    Delivery.objects.update(address=address)

    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == State.FAILED
    assert peer.received == []


def test_a_line_break_in_a_fact_cannot_add_a_header(peer: Peer) -> None:
    evil = "Λάμπα\r\nBcc: victim@example.org\r\n\r\n<b>Άλλο κείμενο</b>\x1b"
    [delivery] = queue(envelope(service=evil))

    deliver(delivery_id=delivery.pk)

    [mail] = peer.received
    assert mail["Bcc"] is None
    assert "Bcc: victim@example.org" in mail["Subject"]
    html = mail.get_body(("html",))
    assert html is not None
    assert "<b>Άλλο" not in html.get_content()


def test_a_letter_that_cannot_be_rendered_is_tried_again_when_the_program_is_mended(
    peer: Peer, caplog: pytest.LogCaptureFixture
) -> None:
    [delivery] = queue()
    delivery.message.context = {"number": "2026/004512"}
    delivery.message.save()

    deliver(delivery_id=delivery.pk)

    delivery.refresh_from_db()
    assert delivery.state == State.FAILED_TEMPORARILY
    assert "could not be tried" in caplog.text


def test_pauses_grow_and_differ_a_little() -> None:
    pauses = [retries.pause_after(tries) for tries in range(1, 12)]

    for pause, step in zip(pauses, retries.LADDER, strict=False):
        assert 0.8 * step <= pause <= 1.2 * step
    assert pauses[-1] >= 0.8 * retries.LADDER[-1]
    assert len({retries.pause_after(3) for _ in range(10)}) > 1


def test_after_the_last_try_it_has_failed() -> None:
    [delivery] = queue()
    Delivery.objects.update(attempts=retries.MAX_TRIES - 1)
    claimed = Delivery.objects.claim(delivery.pk, at=NOON, lease=LEASE)
    assert claimed is not None

    claimed.record(AWAY, at=NOON)

    assert Delivery.objects.get().state == State.FAILED


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_only_one_gets_the_delivery() -> None:
    [delivery] = queue()
    together = Barrier(8)

    def claim(_: int) -> bool:
        together.wait()
        try:
            return Delivery.objects.claim(delivery.pk, at=NOON, lease=LEASE) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as workers:
        assert sum(workers.map(claim, range(8))) == 1

    assert Delivery.objects.get().attempts == 1


def test_a_worker_that_dies_before_recording_is_followed_by_another(peer: Peer) -> None:
    [delivery] = queue()
    dead = Delivery.objects.claim(delivery.pk, at=NOON, lease=LEASE)
    assert dead is not None
    channels.send(dead)

    assert Delivery.objects.claim(delivery.pk, at=NOON + LEASE, lease=LEASE) is None
    heir = Delivery.objects.claim(delivery.pk, at=NOON + LEASE + timedelta(seconds=1), lease=LEASE)
    assert heir is not None
    heir.record(channels.send(heir), at=NOON + LEASE)

    first, second = peer.received
    assert Delivery.objects.get().state == State.SENT
    assert first["Message-ID"] == second["Message-ID"]


def test_a_worker_that_comes_late_does_not_overwrite_its_successors_outcome() -> None:
    [delivery] = queue()
    slow = Delivery.objects.claim(delivery.pk, at=NOON, lease=LEASE)
    heir = Delivery.objects.claim(delivery.pk, at=NOON + 2 * LEASE, lease=LEASE)
    assert slow is not None
    assert heir is not None
    heir.record(Outcome(Verdict.ACCEPTED, "250 OK"), at=NOON + 2 * LEASE)

    recorded = slow.record(AWAY, at=NOON + 3 * LEASE)

    assert not recorded
    assert Delivery.objects.get().state == State.SENT


def test_the_sweep_finds_lost_jobs_and_abandoned_deliveries() -> None:
    now = timezone.now()
    lost, abandoned, fresh = queue(envelope(), envelope(), envelope(), at=now)
    Delivery.objects.filter(pk=lost.pk).update(next_try_at=now - timedelta(minutes=1))
    Delivery.objects.filter(pk=abandoned.pk).update(
        state=State.SENDING, next_try_at=None, lease_until=now - timedelta(seconds=1)
    )
    ProcrastinateJob.objects.all()._raw_delete("default")

    sweep(timestamp=0)

    found = {job.args["delivery_id"] for job in ProcrastinateJob.objects.order_by("pk")}
    assert found == {lost.pk, abandoned.pk}
    assert Delivery.objects.get(pk=fresh.pk).state == State.QUEUED


def test_a_delivery_that_takes_every_worker_down_is_given_up() -> None:
    [delivery] = queue()
    Delivery.objects.update(
        state=State.SENDING, next_try_at=None, lease_until=NOON, attempts=retries.MAX_TRIES
    )

    sweep(timestamp=0)

    delivery.refresh_from_db()
    assert delivery.state == State.FAILED


def test_a_dead_workers_delivery_is_taken_up_within_a_minute() -> None:
    sweep_rhythm = timedelta(seconds=10)

    assert LEASE + sweep_rhythm < timedelta(seconds=60)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": State.SENT, "next_try_at": None},
        {"state": State.SENDING},
        {"next_try_at": None},
    ],
)
def test_the_database_refuses_a_delivery_in_two_minds(facts: dict[str, object]) -> None:
    queue()

    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.update(**facts)


def test_a_message_has_one_delivery_per_channel() -> None:
    [delivery] = queue()

    with pytest.raises(IntegrityError), transaction.atomic():
        delivery.message.deliveries.create(
            channel=Channel.EMAIL, address="b@example.org", created_at=NOON, next_try_at=NOON
        )


def _let_time_pass(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(next_try_at=timezone.now())
