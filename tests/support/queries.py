"""Counting the statements of a piece of work, to pin them."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def count_queries(work: Callable[[], object]) -> int:
    """Run the work and return how many statements it sent.

    A page is pinned by `count_queries(lambda: client.get(url)) == 7`, or by being equal with one
    row and with fifty.
    """
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)
