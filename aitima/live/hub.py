"""Who listens to what in this process. One event loop uses it, so it needs no locks."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from aitima.live.publishing import CHANGED

MAX_PENDING: Final = 64
"""What a stream may leave unread. Equal events wait once, so an honest reader never comes near."""

type Event = tuple[str, str]
"""A topic and the name of what happened to it."""


class Subscription:
    """One stream's topics, and what it has yet to send."""

    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self.closed = False
        self._pending: dict[Event, None] = {}
        self._wake = asyncio.Event()

    def add(self, topic: str, name: str) -> None:
        self._pending[topic, name] = None
        if len(self._pending) > MAX_PENDING:
            self.close()
        self._wake.set()

    def close(self) -> None:
        self.closed = True
        self._wake.set()

    async def wait(self, seconds: float) -> list[Event]:
        """Give what happened, or nothing after so many seconds or at the close."""
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return []
        self._wake.clear()
        events, self._pending = list(self._pending), {}
        return events


class Hub:
    """The open streams by topic."""

    def __init__(self) -> None:
        self._by_topic: defaultdict[str, set[Subscription]] = defaultdict(set)
        self._open: set[Subscription] = set()

    def __len__(self) -> int:
        return len(self._open)

    @contextmanager
    def subscription(self, topics: frozenset[str]) -> Iterator[Subscription]:
        """Listen to the topics for as long as the block lasts."""
        subscription = Subscription(topics)
        self._open.add(subscription)
        for topic in topics:
            self._by_topic[topic].add(subscription)
        try:
            yield subscription
        finally:
            self._forget(subscription)

    def tell(self, topic: str, name: str) -> None:
        for subscription in self._by_topic.get(topic, ()):
            subscription.add(topic, name)

    def tell_everybody(self) -> None:
        """Have every page ask again, for something may have happened unheard."""
        for subscription in self._open:
            for topic in subscription.topics:
                subscription.add(topic, CHANGED)

    def close(self) -> None:
        """End every stream; their readers come back by themselves."""
        for subscription in self._open:
            subscription.close()

    def _forget(self, subscription: Subscription) -> None:
        self._open.discard(subscription)
        for topic in subscription.topics:
            self._by_topic[topic].discard(subscription)
            if not self._by_topic[topic]:
                del self._by_topic[topic]
