from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from aitima.core.keys import AHEAD, next_key
from aitima.geography.models import Area
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db


def test_keys_are_never_given_twice() -> None:
    keys = [next_key(Area) for _ in range(3 * AHEAD)]

    assert len(set(keys)) == 3 * AHEAD


def test_most_keys_cost_no_statement() -> None:
    next_key(Area)

    assert count_queries(lambda: [next_key(Area) for _ in range(AHEAD)]) == 1


def test_another_connection_draws_its_own() -> None:
    ours = [next_key(Area) for _ in range(AHEAD // 2)]

    def elsewhere() -> int:
        try:
            return next_key(Area)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        theirs = threads.submit(elsewhere).result()

    assert theirs > max(ours) + 1
