"""The bodies of requests, taken in whole before a thread is given to them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from tempfile import SpooledTemporaryFile
from typing import Final

from aitima.live.stream import Message, Receive, Scope

LARGEST: Final = 60_000_000  # five photos of 10 MB, and the rest of the form
MOST_HEARD: Final = 4 * LARGEST
IN_MEMORY: Final = 500_000
CHUNK: Final = 256_000
SECONDS: Final = 600.0  # for the slowest sender


class TooLarge(Exception):
    """More than any form of ours can need."""


class SenderGone(Exception):
    """The sender left, or took too long, before the body was complete."""


@asynccontextmanager
async def whole(receive: Receive, scope: Scope) -> AsyncIterator[Receive]:
    """Give what reads the complete body again, from a temporary file where it is large.

    Raises:
        TooLarge: it is, or says that it is, larger than anything we take.
        SenderGone: it will never be complete.
    """
    if _announced(scope) > LARGEST:
        raise TooLarge
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        try:
            async with asyncio.timeout(SECONDS):
                size = await _take_in(receive, file)
        except TimeoutError:
            raise SenderGone from None
        file.seek(0)
        yield _again(file, size, receive)


async def let_finish(receive: Receive) -> None:
    """Hear a sender out who sends too much: browsers read an answer only after their last word.

    Nothing is kept of it. Who sends several times as much is cut off.
    """
    size, more = 0, True
    with suppress(TimeoutError):
        async with asyncio.timeout(SECONDS):
            while more and size < MOST_HEARD:
                message = await receive()
                size += len(message.get("body", b""))
                more = message["type"] == "http.request" and message.get("more_body", False)


async def _take_in(receive: Receive, file: SpooledTemporaryFile[bytes]) -> int:
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise SenderGone
        part, more = message.get("body", b""), message.get("more_body", False)
        size += len(part)
        if size > LARGEST:
            raise TooLarge
        file.write(part)
    return size


def _again(file: SpooledTemporaryFile[bytes], size: int, receive: Receive) -> Receive:
    told = False

    async def receive_again() -> Message:
        nonlocal told
        if told:
            return await receive()
        part = file.read(CHUNK)
        told = file.tell() >= size
        return {"type": "http.request", "body": part, "more_body": not told}

    return receive_again


def _announced(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0
