import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.factories import make_municipality
from tests.support.database import databases

pytestmark = pytest.mark.django_db

PAGES = ["/", "/report/", "/workspace/sign-in/", "/nowhere/"]
IN_PRODUCTION = """
import json, sys
import django; django.setup()
from django.conf import settings
from django.test import Client
plain = Client().get("/workspace/sign-in/", HTTP_HOST="aitima.example")
safe = Client().get("/workspace/sign-in/", HTTP_HOST="aitima.example", secure=True)
cookies = {
    name: [bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"]]
    for name, cookie in safe.cookies.items()
}
json.dump(
    {
        "plain": [plain.status_code, plain.headers.get("Location")],
        "headers": dict(safe.headers),
        "cookies": cookies,
        "session": [settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY],
    },
    sys.stdout,
)
"""


def directives(policy: str) -> dict[str, list[str]]:
    parts = (part.split() for part in policy.split(";"))
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("path", PAGES)
def test_no_page_lets_a_script_or_style_run_that_is_not_ours(client: Client, path: str) -> None:
    make_municipality()

    policy = directives(client.get(path, follow=True).headers["Content-Security-Policy"])

    assert policy["default-src"] == ["'self'"]
    assert policy["object-src"] == policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    for values in policy.values():
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*", "http:", "https:"} & set(values)
    assert "data:" not in policy.get("script-src", policy["default-src"])


@pytest.mark.parametrize("path", PAGES)
def test_no_page_can_be_framed_sniffed_or_told_of_elsewhere(client: Client, path: str) -> None:
    make_municipality()

    headers = client.get(path, follow=True).headers

    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def in_production() -> dict[str, Any]:
    """What a process answers whose address is https://aitima.example."""
    answer = subprocess.run(
        [sys.executable, "-c", IN_PRODUCTION],
        env={
            **os.environ,
            "DATABASE_URL": databases.url(connection.settings_dict["NAME"]),
            "SITE_URL": "https://aitima.example",
            "SECRET_KEY": "a key of a test, fifty letters long at the very least",
        },
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    result: dict[str, Any] = json.loads(answer.stdout)
    return result


def test_in_production_pages_and_cookies_travel_by_https_alone() -> None:
    answers = in_production()

    assert answers["plain"] == [301, "https://aitima.example/workspace/sign-in/"]
    assert answers["headers"]["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains; preload"
    )
    assert answers["session"] == [True, True]
    assert answers["cookies"] == {"csrftoken": [True, True, "Lax"]}
