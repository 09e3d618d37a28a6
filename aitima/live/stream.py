"""Server-Sent Events at `/live/?topic=<signed>[&topic=…]`: a plain ASGI application.

    retry: 2731
    id: 1
                                  (nothing, for a while: a comment every 20 s)
    event: changed
    data: service_request:17

The page then asks again for the part it shows. What it may have missed costs no memory here: a
reader that comes back says so (`Last-Event-ID`), and so do we after an interruption of our own,
by `changed` for every topic. A token too old is answered with 410 (load the page anew), a false
one with 403, very many streams of one address with 429. Browsers open six connections to a site at
most under HTTP/1.1, for all tabs together: a page in the background should close its stream and
open it when it is seen again.
"""

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType
from typing import Any, Final
from urllib.parse import parse_qs

from django.conf import settings

from aitima.core import addresses
from aitima.core.tokens import TokenExpired, TokenRefused
from aitima.live import topics
from aitima.live.hub import Event, Hub, Subscription
from aitima.live.listener import Listener
from aitima.live.publishing import CHANGED

HEARTBEAT: Final = 20.0
SLOWEST_READER: Final = 30.0
"""Seconds after which a reader who takes nothing is let go."""
LONGEST_STREAM: Final = 3600.0
"""Seconds after which a reader comes back, so that an old token does not read for ever."""
MAX_STREAMS: Final = 5000
MAX_TOPICS: Final = 8
MOST_OF_ADDRESS: Final = 200
"""Streams of one address in one process: a town hall has one address, and so has a mobile network.
`AITIMA_LIMITS_TIMES` multiplies it."""
HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

_FORWARDED: Final = b"x-forwarded-for"

type Scope = dict[str, Any]
type Message = dict[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]


@dataclass
class Refusal(Exception):
    status: int
    text: str
    headers: tuple[tuple[bytes, bytes], ...] = ()


class LiveApplication:
    """The streams of one process, with the connection that feeds them.

    A server that waits for its connections to end would wait for ever for these: `close` ends
    them, and SIGTERM and SIGINT do so by themselves where the application runs in the main
    thread.
    """

    def __init__(self, most_of_address: int = MOST_OF_ADDRESS) -> None:
        self.hub = Hub()
        self._most_of_address = most_of_address
        self._of_address: Counter[str] = Counter()
        self.listener = Listener(self.hub)
        self._listening: asyncio.Task[None] | None = None
        self._closing = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            try:
                await self._answer(scope, receive, send)
            except Refusal as refusal:
                await _refuse(refusal, send)

    def start(self) -> None:
        """Begin to listen; the first stream does it where the server has no lifespan."""
        if self._listening is None:
            self._listening = asyncio.create_task(self.listener.run())
            self._close_at_signals()

    def close(self) -> None:
        """End every stream, and answer no more."""
        self._closing = True
        self.hub.close()
        if self._listening is not None:
            self._listening.cancel()

    def _close_at_signals(self) -> None:
        """Close before the server's own handler has it wait for the connections to end."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            servers_own = signal.getsignal(number)

            def handle(received: int, frame: FrameType | None, then: Any = servers_own) -> None:
                loop.call_soon_threadsafe(self.close)
                if callable(then):
                    then(received, frame)

            if callable(servers_own):
                with suppress(ValueError):  # not the main thread
                    signal.signal(number, handle)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self.start()
            else:
                self.close()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            raise Refusal(405, "Only GET.", ((b"allow", b"GET"),))
        wanted = _topics(scope["query_string"].decode("latin-1"))
        if self._closing or len(self.hub) >= MAX_STREAMS:
            raise Refusal(503, "Come back in a moment.", ((b"retry-after", b"10"),))
        self.start()
        with self._counted(_address(scope)), self.hub.subscription(wanted) as subscription:
            leaving = asyncio.create_task(_close_when_left(receive, subscription))
            try:
                await self._stream(subscription, send, came_back=_came_back(scope))
            finally:
                leaving.cancel()

    @contextmanager
    def _counted(self, address: str) -> Iterator[None]:
        """Let no address take the streams of all; its pages ask every half minute instead."""
        if self._of_address[address] >= self._most_of_address * settings.LIMITS_TIMES:
            raise Refusal(
                429, "Very many pages are open where you are.", ((b"retry-after", b"30"),)
            )
        self._of_address[address] += 1
        try:
            yield
        finally:
            self._of_address[address] -= 1
            self._of_address += Counter()  # forgets those who have none left

    async def _stream(self, subscription: Subscription, send: Send, *, came_back: bool) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        missed = [(topic, CHANGED) for topic in subscription.topics] if came_back else []
        await _write(send, f"retry: {random.randint(2000, 5000)}\nid: 1\n\n{_written(missed)}")  # noqa: S311
        ends = asyncio.get_running_loop().time() + LONGEST_STREAM
        with suppress(TimeoutError):
            while not subscription.closed and asyncio.get_running_loop().time() < ends:
                events = await subscription.wait(HEARTBEAT)
                await _write(send, _written(events) or ":\n\n")
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _topics(query: str) -> frozenset[str]:
    tokens = parse_qs(query).get("topic", [])
    if not 0 < len(tokens) <= MAX_TOPICS:
        raise Refusal(400, f"Give one topic at least, and {MAX_TOPICS} at most.")
    try:
        return frozenset(map(topics.verify, tokens))
    except TokenExpired:
        raise Refusal(410, "This page is old. Load it anew.") from None
    except TokenRefused:
        raise Refusal(403, "This topic is not one that we gave you.") from None


def _address(scope: Scope) -> str:
    remote, _port = scope.get("client") or ("", 0)
    forwarded = [value.decode("latin-1") for name, value in scope["headers"] if name == _FORWARDED]
    return addresses.of_client(remote, ",".join(forwarded) if forwarded else None)


def _came_back(scope: Scope) -> bool:
    return any(name == b"last-event-id" for name, _ in scope["headers"])


def _written(events: Iterable[Event]) -> str:
    return "".join(f"event: {name}\ndata: {topic}\n\n" for topic, name in events)


async def _write(send: Send, text: str) -> None:
    async with asyncio.timeout(SLOWEST_READER):
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _close_when_left(receive: Receive, subscription: Subscription) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    subscription.close()


async def _refuse(refusal: Refusal, send: Send) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        *refusal.headers,
    ]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": refusal.text.encode()})
