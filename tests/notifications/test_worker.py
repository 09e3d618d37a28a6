"""The worker as a process, against real peers."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from aitima.notifications.jobs import deliver, sweep, take_up_again, tidy_up
from aitima.notifications.models import Delivery, State
from aitima.notifications.queries import a_worker_lives
from aitima.notifications.worker import _app_of_the_worker
from aitima.runtime.listening import free_port
from tests.notifications.examples import envelope, queue
from tests.notifications.peers import Peer
from tests.support.asynchronous import run
from tests.support.database import databases
from tests.support.system import wait_until

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = "import django; django.setup(); from aitima.notifications import worker; worker.run()"


class SlowPeer(Peer):
    """Takes the mail, and then its time."""

    def __init__(self) -> None:
        super().__init__()
        self.has_taken = Event()

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        await super().handle_DATA(server, session, envelope)
        self.has_taken.set()
        await asyncio.sleep(60)
        return "250 too late"


@contextmanager
def worker(port: int) -> Iterator[subprocess.Popen[bytes]]:
    environment = os.environ | {
        "DATABASE_URL": databases.url(str(connection.settings_dict["NAME"])),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "AITIMA_VAR": str(settings.AITIMA_VAR),
    }
    process = subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_the_worker_delivers_gives_signs_of_life_and_stops_when_asked() -> None:
    with Peer() as peer, worker(peer.port) as process:
        queue(envelope(), envelope("resolved"), at=timezone.now())

        wait_until(lambda: len(peer.received) == 2)
        wait_until(lambda: not Delivery.objects.unsent().exists())
        assert a_worker_lives(timezone.now())

        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0


def test_the_worker_stops_in_time_in_the_middle_of_a_slow_talk() -> None:
    with SlowPeer() as peer, worker(peer.port) as process:
        queue(at=timezone.now())
        assert peer.has_taken.wait(20)

        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0

    assert Delivery.objects.get().state == State.SENDING


def test_what_a_killed_worker_had_in_hand_is_delivered_by_another() -> None:
    with SlowPeer() as slow, worker(slow.port) as process:
        queue(at=timezone.now())
        assert slow.has_taken.wait(20)
        process.send_signal(signal.SIGKILL)
        process.wait()
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    with Peer() as peer, worker(peer.port):
        sweep(timestamp=0)
        wait_until(lambda: Delivery.objects.filter(state=State.SENT).exists())

    assert peer.received[0]["Message-ID"] == slow.received[0]["Message-ID"]


def test_the_worker_survives_the_loss_of_its_connections() -> None:
    with Peer() as peer, worker(peer.port):
        queue(at=timezone.now())
        wait_until(lambda: len(peer.received) == 1)

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        queue(at=timezone.now())

        wait_until(lambda: len(peer.received) == 2)


def test_a_dead_mail_server_is_waited_for_by_a_real_worker() -> None:
    port = free_port()
    with worker(port):
        [delivery] = queue(at=timezone.now())
        wait_until(lambda: Delivery.objects.get().state == State.FAILED_TEMPORARILY)
        Delivery.objects.update(next_try_at=timezone.now() - timedelta(minutes=1))

        with Peer(port) as peer:
            sweep(timestamp=0)
            wait_until(lambda: len(peer.received) == 1)
            wait_until(lambda: Delivery.objects.get().state == State.SENT)

    assert str(delivery.idempotency_key) in peer.received[0]["Message-ID"]


def test_a_job_in_a_dead_workers_hands_is_given_to_a_living_one() -> None:
    queue(at=timezone.now())
    run_sql("UPDATE procrastinate_jobs SET status = 'doing'")
    take_up_again.configure(task_kwargs={"timestamp": 0}).defer()

    with Peer() as peer, worker(peer.port):
        assert len(peer.wait_for(1)) == 1


def test_jobs_that_ended_badly_are_kept_for_a_month() -> None:
    queue(envelope(), envelope(), at=timezone.now())
    old, young = ProcrastinateJob.objects.order_by("pk")
    run_sql("UPDATE procrastinate_jobs SET status = 'doing'")
    run_sql("UPDATE procrastinate_jobs SET status = 'failed'")
    run_sql(
        "UPDATE procrastinate_events SET at = now() - interval '31 days' WHERE job_id = %s", old.pk
    )
    tidy_up.configure(task_kwargs={"timestamp": 0}).defer()

    with worker(free_port()):
        wait_until(lambda: not ProcrastinateJob.objects.filter(pk=old.pk).exists())

    assert ProcrastinateJob.objects.filter(pk=young.pk).exists()


def test_what_a_job_defers_belongs_to_the_jobs_own_transaction() -> None:
    def job_that_fails() -> None:
        with transaction.atomic():
            deliver.defer(delivery_id=1)
            transaction.set_rollback(True)
        connection.close()

    async def as_the_worker_does() -> None:
        async with _app_of_the_worker().open_async():
            await asyncio.to_thread(job_that_fails)

    run(as_the_worker_does())

    assert not ProcrastinateJob.objects.exists()


def run_sql(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
