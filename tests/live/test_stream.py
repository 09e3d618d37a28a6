import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from unittest.mock import patch

import psycopg
import pytest
from django.db import connection, transaction
from pytest_django import Settings

from aitima.live import publish, topics
from aitima.live.stream import LiveApplication
from tests.live.client import Reader, serving
from tests.support.database import databases

pytestmark = pytest.mark.django_db(transaction=True)

REQUEST = "service_request:17"
UNIT = "unit:5"
SERVED = "aitima.live.stream:LiveApplication"


@pytest.fixture
def port() -> Iterator[int]:
    with serving(LiveApplication()) as port:
        wait_until_postgresql_hears(1)
        yield port


def listening_backends() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        )
        return [pid for (pid,) in cursor.fetchall()]


def wait_until_postgresql_hears(listeners: int) -> None:
    deadline = time.monotonic() + 5
    while len(listening_backends()) < listeners:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def publish_in_another_transaction(topic: str) -> None:
    with psycopg.connect(databases.url(connection.settings_dict["NAME"])) as other:
        other.execute("SELECT pg_notify('aitima_live', %s)", [f"changed {topic}"])


@contextmanager
def separate_server() -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Run a server that can be sent a signal."""
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "--factory", "--port=0", SERVED],
        env={**os.environ, "DATABASE_URL": databases.url(connection.settings_dict["NAME"])},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    try:
        lines = iter(process.stderr.readline, "")
        port = next(int(m[1]) for line in lines if (m := re.search(r"127\.0\.0\.1:(\d+)", line)))
        yield process, port
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


def test_a_published_change_arrives_at_the_open_stream(port: int) -> None:
    with Reader(port, topics.stream_url(REQUEST)) as reader:
        publish(REQUEST)

        assert reader.event() == ("changed", REQUEST)


def test_one_stream_carries_several_topics(port: int) -> None:
    with Reader(port, topics.stream_url(REQUEST, UNIT)) as reader:
        publish(UNIT)
        publish(REQUEST, name="photo_added")

        assert reader.event() == ("changed", UNIT)
        assert reader.event() == ("photo_added", REQUEST)


def test_every_stream_of_a_topic_is_told_and_no_other(port: int) -> None:
    with (
        Reader(port, topics.stream_url(REQUEST)) as citizen,
        Reader(port, topics.stream_url(REQUEST, UNIT)) as officer,
        Reader(port, topics.stream_url(UNIT)) as head,
    ):
        publish(REQUEST, UNIT)

        assert citizen.event() == ("changed", REQUEST)
        assert officer.event() == ("changed", REQUEST)
        assert head.event() == ("changed", UNIT)


def test_a_change_that_is_rolled_back_is_not_told(port: int) -> None:
    with Reader(port, topics.stream_url(REQUEST)) as reader:
        with transaction.atomic():
            publish(REQUEST, name="never_happened")
            transaction.set_rollback(True)
        publish(REQUEST)

        assert reader.event() == ("changed", REQUEST)


def test_a_change_is_told_when_its_transaction_commits(port: int) -> None:
    with Reader(port, topics.stream_url(REQUEST)) as reader:
        with transaction.atomic():
            publish(REQUEST, name="told_at_the_commit")
            publish_in_another_transaction(REQUEST)
            assert reader.event() == ("changed", REQUEST)

        assert reader.event() == ("told_at_the_commit", REQUEST)


def test_the_stream_may_not_be_kept_or_collected_on_its_way(port: int) -> None:
    with Reader(port, topics.stream_url(REQUEST)) as reader:
        headers = reader.response.headers

        assert headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert headers["Cache-Control"] == "no-store, no-transform"
        assert headers["X-Accel-Buffering"] == "no"


def test_a_reader_that_comes_back_is_told_to_ask_again(port: int) -> None:
    with Reader(port, topics.stream_url(REQUEST), {"Last-Event-ID": "1"}) as reader:
        assert reader.event() == ("changed", REQUEST)


def test_a_false_token_is_refused(port: int) -> None:
    path = topics.stream_url(REQUEST).replace("17", "18")

    with Reader(port, path) as reader:
        assert reader.response.status == 403


def test_a_stream_with_one_false_token_among_good_ones_is_refused(port: int) -> None:
    with Reader(port, topics.stream_url(REQUEST) + "&topic=unit:5") as reader:
        assert reader.response.status == 403


def test_an_old_token_tells_the_page_to_load_itself_anew(port: int) -> None:
    two_days_ago = time.time() - timedelta(days=2).total_seconds()
    with patch("django.core.signing.time.time", return_value=two_days_ago):
        path = topics.stream_url(REQUEST)

    with Reader(port, path) as reader:
        assert reader.response.status == 410


@pytest.mark.parametrize("path", ["/live/", "/live/?topic=", f"/live/?{'topic=a&' * 9}"])
def test_a_stream_names_one_topic_at_least_and_a_few_at_most(port: int, path: str) -> None:
    with Reader(port, path) as reader:
        assert reader.response.status == 400


def test_one_address_opens_so_many_streams_and_another_after_one_has_ended() -> None:
    path = topics.stream_url(REQUEST)
    with serving(LiveApplication(most_of_address=2)) as port, ExitStack() as stack:
        first = stack.enter_context(Reader(port, path))
        stack.enter_context(Reader(port, path))
        with Reader(port, path) as refused:
            assert refused.response.status == 429
            assert refused.response.headers["Retry-After"] == "30"

        first.response.close()
        first.connection.close()

        wait_until(lambda: status_of(port, path) == 200)


def test_behind_a_trusted_proxy_streams_are_counted_for_whom_the_proxy_saw(
    settings: Settings,
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    path = topics.stream_url(REQUEST)
    one, other = ({"X-Forwarded-For": f"192.0.2.1, {seen}"} for seen in ("1.1.1.1", "2.2.2.2"))
    with serving(LiveApplication(most_of_address=1)) as port, Reader(port, path, one) as reader:
        assert reader.response.status == 200
        assert status_of(port, path, one) == 429
        assert status_of(port, path, other) == 200


def status_of(port: int, path: str, headers: dict[str, str] | None = None) -> int:
    with Reader(port, path, headers) as reader:
        return reader.response.status


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_after_the_connection_to_postgresql_broke_pages_ask_again_and_hear_on(port: int) -> None:
    with Reader(port, topics.stream_url(REQUEST)) as reader:
        (backend,) = listening_backends()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [backend])

        assert reader.event() == ("changed", REQUEST)
        publish(REQUEST, name="heard_again")
        assert reader.event() == ("heard_again", REQUEST)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_server_stops_at_once_though_streams_are_open(number: signal.Signals) -> None:
    with separate_server() as (process, port), ExitStack() as stack:
        path = topics.stream_url(REQUEST)
        readers = [stack.enter_context(Reader(port, path)) for _ in range(20)]

        process.send_signal(number)

        process.wait(timeout=3)
        assert all(reader.rest().endswith(b"\n\n") for reader in readers)
