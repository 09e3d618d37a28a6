"""The demo's mailbox: a real SMTP server, and pages that show what it received."""

import os
import signal
import smtplib
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from aitima.demo.inbox import box
from aitima.runtime.listening import free_port

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _demo(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.AITIMA_VAR = tmp_path


def mail(subject: str = "Λάβαμε το αίτημά σας", html: str = "") -> bytes:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Δήμος <no-reply@aitima.example>"
    message["To"] = "citizen@example.org"
    message.set_content("Δείτε το: https://aitima.example/r/abc/")
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def test_the_list_has_the_newest_mail_on_top(client: Client) -> None:
    box.keep(mail("πρώτο"), at=NOON)
    box.keep(mail("δεύτερο"), at=NOON + timedelta(minutes=1))

    page = client.get("/demo/inbox/").content.decode()

    assert page.index("δεύτερο") < page.index("πρώτο")
    assert "citizen@example.org" in page


def test_an_empty_inbox_says_what_to_do(client: Client) -> None:
    response = client.get("/demo/inbox/")

    assert "Δεν έφτασε ακόμη τίποτε" in response.content.decode()


def test_a_mail_is_shown_with_links_that_can_be_followed(client: Client) -> None:
    key = box.keep(mail(), at=NOON)

    page = client.get(f"/demo/inbox/{key}/").content.decode()

    assert 'href="https://aitima.example/r/abc/"' in page


def test_foreign_html_is_shown_where_it_can_do_no_harm(client: Client) -> None:
    key = box.keep(
        mail(html="<html><head></head><script>alert(1)</script><a href='/x'>x</a></html>"), at=NOON
    )

    response = client.get(f"/demo/inbox/{key}/html/")

    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_blank">' in response.content.decode()


@pytest.mark.parametrize("key", ["x", "..%2f..%2fsecret", "20261123T100000.000000-00000000"])
def test_what_is_no_mail_is_not_found(client: Client, key: str) -> None:
    assert client.get(f"/demo/inbox/{key}/html/").status_code == 404


def test_outside_the_demo_there_is_no_inbox(client: Client, settings: Settings) -> None:
    key = box.keep(mail(html="<p>x</p>"), at=NOON)
    settings.DEMO = False

    for page in ("", f"{key}/", f"{key}/html/"):
        assert client.get(f"/demo/inbox/{page}").status_code == 404


def test_the_oldest_mails_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box, "KEPT", 3)
    for minute in range(5):
        box.keep(mail(str(minute)), at=NOON + timedelta(minutes=minute))

    assert [kept.subject for kept in box.newest()] == ["4", "3", "2"]


def test_the_server_keeps_what_it_accepts(tmp_path: Path) -> None:
    port = free_port()
    environment = os.environ | {
        "AITIMA_VAR": str(tmp_path),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }
    process = subprocess.Popen([sys.executable, "-m", "aitima.demo.inbox"], env=environment)
    try:
        with connect(port) as sender:
            sender.sendmail("no-reply@aitima.example", ["citizen@example.org"], mail("γεια"))
        assert [kept.subject for kept in box.newest()] == ["γεια"]

        process.send_signal(signal.SIGTERM)
        assert process.wait(5) == 0
    finally:
        process.kill()
        process.wait()


def connect(port: int) -> smtplib.SMTP:
    for _ in range(200):
        try:
            return smtplib.SMTP("127.0.0.1", port, timeout=5)
        except OSError:
            time.sleep(0.05)
    pytest.fail("The server does not answer.")
