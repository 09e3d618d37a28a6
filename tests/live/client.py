"""A reader of Server-Sent Events, and a server for it on loopback."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import uvicorn

from aitima.live.stream import LiveApplication

PATIENCE = 5.0


class Reader:
    """One open stream."""

    def __init__(self, port: int, path: str, headers: dict[str, str] | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.connection.request("GET", path, headers=headers or {})
        self.response = self.connection.getresponse()

    def __enter__(self) -> Self:
        if self.response.status == 200:
            self.block()  # retry and id come first
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: object, trace: TracebackType | None
    ) -> None:
        self.response.close()
        self.connection.close()

    def block(self) -> dict[str, str]:
        """Read up to the next empty line; a TimeoutError when nothing comes."""
        fields: dict[str, str] = {}
        while line := self.response.readline().decode().rstrip("\n"):
            name, _, value = line.partition(": ")
            fields[name] = value
        return fields

    def event(self) -> tuple[str, str]:
        """Read up to the next event, past heartbeats."""
        while True:
            fields = self.block()
            if "event" in fields:
                return fields["event"], fields["data"]

    def rest(self) -> bytes:
        """Read until the server ends the stream."""
        return self.response.read()


@contextmanager
def serving(application: LiveApplication) -> Iterator[int]:
    """Run Uvicorn in a thread and give its port."""
    config = uvicorn.Config(application, host="127.0.0.1", port=0, log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
