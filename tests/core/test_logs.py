import io
import logging
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client

from aitima.core.tokens import new_secret


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the console would show, with the console's own formatter and filters."""
    (console,) = (h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler)
    kept, written = console.stream, io.StringIO()
    console.setStream(written)
    yield written
    console.setStream(kept)


@pytest.mark.usefixtures("db")
def test_the_secret_of_a_private_link_is_in_no_log(client: Client, log: io.StringIO) -> None:
    secret = new_secret()

    client.get(f"/r/{secret}/")

    assert "Not Found: /r/…/" in log.getvalue()
    assert secret not in log.getvalue()


@pytest.mark.parametrize(
    "page",
    ["my/open", "report/identity/open", "report/device", "follow/confirm", "follow/stop"],
)
@pytest.mark.usefixtures("db")
def test_no_key_in_an_address_is_in_a_log(client: Client, log: io.StringIO, page: str) -> None:
    key = str(uuid.uuid4())

    client.get(f"/{page}/{key}/")

    assert f"Not Found: /{page}/…/" in log.getvalue()
    assert key not in log.getvalue()
