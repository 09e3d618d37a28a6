"""The web server of one process: streams asynchronous, every page Django under WSGI.

Several such processes accept connections from one listening socket, which their parent keeps: a
process that is replaced loses no connection that still waits.
"""

import socket
from pathlib import Path
from typing import Any, Final, cast

import uvicorn
from a2wsgi import WSGIMiddleware
from django.conf import settings
from django.urls import get_resolver

from aitima.config.wsgi import application as pages
from aitima.live.stream import LiveApplication, Receive, Scope, Send
from aitima.runtime import bodies

# More threads cost more in turns at the interpreter's lock than they win in waiting: measured on
# two cores, 3.0 ms of a core for a page with one thread, 3.3 with two, 3.6 with four.
THREADS: Final = 3
STREAMS: Final = "/live/"
TOO_LARGE: Final = Path(__file__).with_name("too_large.html")
GRACE_SECONDS: Final = 4
KEEP_ALIVE_SECONDS: Final = 15


class Application:
    """The dispatcher: `/live/` and the life of the process to the streams, the rest to Django."""

    def __init__(self) -> None:
        self.streams = LiveApplication()
        self.pages = WSGIMiddleware(cast("Any", pages), workers=THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or scope.get("path", "").startswith(STREAMS):
            await self.streams(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the whole body first: a slow sender must not hold one of the few threads."""
        try:
            async with bodies.whole(receive, scope) as received:
                await self.pages(cast("Any", scope), cast("Any", received), cast("Any", send))
        except bodies.TooLarge:
            await bodies.let_finish(receive)
            await _refuse_body(send)
        except bodies.SenderGone:
            return


def run(descriptor: int) -> None:
    """Serve from the listening socket handed down as a file descriptor, until SIGTERM."""
    listening = socket.socket(fileno=descriptor)
    _ = get_resolver().url_patterns  # broken code is found now, not by the first visitor
    config = uvicorn.Config(
        Application(),
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=settings.SECURE_PROXY_SSL_HEADER is not None,
        forwarded_allow_ips="*",
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[listening])


async def _refuse_body(send: Send) -> None:
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": TOO_LARGE.read_bytes()})
