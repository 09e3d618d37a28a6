"""The worker as a process, against real peers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection
from django.utils import timezone

from aitima.notifications.jobs import sweep
from aitima.notifications.models import Delivery, State
from aitima.notifications.queries import a_worker_lives
from tests.notifications.examples import envelope, queue
from tests.notifications.peers import Peer, free_port
from tests.support.database import databases

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
        import asyncio  # noqa: PLC0415

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


def wait_until(holds: Any, *, seconds: float = 20) -> bool:
    limit = time.monotonic() + seconds
    while not holds() and time.monotonic() < limit:
        time.sleep(0.05)
    return bool(holds())


def test_the_worker_delivers_gives_signs_of_life_and_stops_when_asked() -> None:
    with Peer() as peer, worker(peer.port) as process:
        queue(envelope(), envelope("resolved"), at=timezone.now())

        assert wait_until(lambda: len(peer.received) == 2)
        assert wait_until(lambda: not Delivery.objects.unsent().exists())
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
        assert wait_until(lambda: Delivery.objects.filter(state=State.SENT).exists())

    assert peer.received[0]["Message-ID"] == slow.received[0]["Message-ID"]


def test_the_worker_survives_the_loss_of_its_connections() -> None:
    with Peer() as peer, worker(peer.port):
        queue(at=timezone.now())
        assert wait_until(lambda: len(peer.received) == 1)

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        queue(at=timezone.now())

        assert wait_until(lambda: len(peer.received) == 2)


def test_a_dead_mail_server_is_waited_for_by_a_real_worker() -> None:
    port = free_port()
    with worker(port):
        [delivery] = queue(at=timezone.now())
        assert wait_until(lambda: Delivery.objects.get().state == State.FAILED_TEMPORARILY)
        Delivery.objects.update(next_try_at=timezone.now() - timedelta(minutes=1))

        with Peer(port) as peer:
            sweep(timestamp=0)
            assert wait_until(lambda: len(peer.received) == 1)
            assert wait_until(lambda: Delivery.objects.get().state == State.SENT)

    assert str(delivery.idempotency_key) in peer.received[0]["Message-ID"]
