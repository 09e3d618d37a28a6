from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.notifications.peers import Peer


@pytest.fixture
def peer(settings: Settings) -> Iterator[Peer]:
    with Peer() as server:
        settings.MAILERS = server.mailers()
        yield server
