"""Coroutines in tests: in a thread of their own, for Playwright keeps a loop in the main one."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run[T](work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end, also after this process has opened a browser."""
    with ThreadPoolExecutor(max_workers=1) as threads:
        return threads.submit(asyncio.run, work).result()
