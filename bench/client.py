"""A small load generator: keep-alive HTTP/1.1 over loopback, bounded in number and in time.

Its own work is part of what the machine does: requests are bytes made beforehand, and answers are
read no further than their status, their headers and their length.
"""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlencode

HOST: Final = "127.0.0.1"
LONGEST_ROUND: Final = 120.0


class UnexpectedAnswerError(Exception):
    """The system answered something else than it should; a figure made of errors is none."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    cookies: Sequence[str]
    body: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Round:
    """What came of sending a list of requests."""

    answers: Sequence[Answer]
    seconds: float

    @property
    def per_second(self) -> float:
        return len(self.answers) / self.seconds

    @property
    def times(self) -> list[float]:
        return sorted(answer.seconds for answer in self.answers)


@dataclass(slots=True)
class Jar:
    """The cookies of one browser."""

    cookies: dict[str, str] = field(default_factory=dict)

    def keep(self, answer: Answer) -> None:
        for line in answer.cookies:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value

    def header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


def get(path: str, jar: Jar | None = None) -> bytes:
    return _request("GET", path, jar, b"")


def post(
    path: str, fields: Mapping[str, str], jar: Jar | None = None, *, htmx: bool = False
) -> bytes:
    return _request("POST", path, jar, urlencode(fields).encode(), htmx=htmx)


def _request(method: str, path: str, jar: Jar | None, body: bytes, *, htmx: bool = False) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept: text/html"]
    lines += ["Accept-Encoding: gzip", "Accept-Language: el"]
    if htmx:
        lines.append("HX-Request: true")
    if jar and jar.cookies:
        lines.append(f"Cookie: {jar.header()}")
    if method == "POST":
        lines += [
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
    return "\r\n".join([*lines, "", ""]).encode() + body


def send(port: int, requests: Sequence[bytes], *, clients: int, status: int) -> Round:
    """Send the requests through so many clients at once, each waiting for its answer.

    Raises:
        UnexpectedAnswerError: an answer had another status.
    """
    answers = asyncio.run(_send(port, requests, clients))
    for answer in answers.answers:
        if answer.status != status:
            text = answer.body.decode(errors="replace")[:300]
            raise UnexpectedAnswerError(f"{answer.status} instead of {status}: {text}")
    return answers


def one(port: int, request: bytes, *, status: int = 200) -> Answer:
    return send(port, [request], clients=1, status=status).answers[0]


async def _send(port: int, requests: Sequence[bytes], clients: int) -> Round:
    waiting = iter(requests)
    answers: list[Answer] = []
    begun = time.perf_counter()
    async with asyncio.timeout(LONGEST_ROUND), asyncio.TaskGroup() as group:
        for _ in range(clients):
            group.create_task(_client(port, waiting, answers))
    return Round(answers, time.perf_counter() - begun)


async def _client(port: int, waiting: Iterator[bytes], answers: list[Answer]) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        for request in waiting:
            begun = time.perf_counter()
            writer.write(request)
            status, headers, cookies = _head(await reader.readuntil(b"\r\n\r\n"))
            body = await _body(reader, headers)
            seconds = time.perf_counter() - begun
            answers.append(Answer(status, headers, cookies, body, seconds))
    finally:
        writer.close()


def _head(head: bytes) -> tuple[int, dict[str, str], list[str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for line in lines:
        name, _, value = line.partition(": ")
        if name.lower() == "set-cookie":
            cookies.append(value)
        elif name:
            headers[name.lower()] = value
    return int(first.split(" ")[1]), headers, cookies


async def _body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    body = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        body += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readexactly(2)
    return body
