"""Bodies arrive whole before a page sees them."""

from typing import Any

import pytest

from aitima.runtime import bodies
from tests.support.asynchronous import run

type Message = dict[str, Any]


class Sender:
    """The other end of a connection: the messages it sends, one after the other."""

    def __init__(self, *messages: Message) -> None:
        self.messages = list(messages)

    async def __call__(self) -> Message:
        return self.messages.pop(0)


def part(body: bytes, *, more: bool) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def scope(**headers: str) -> Message:
    return {
        "type": "http",
        "headers": [
            (name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()
        ],
    }


def read(sender: Sender, **headers: str) -> bytes:
    async def all_of_it() -> bytes:
        read_again: bytes = b""
        async with bodies.whole(sender, scope(**headers)) as receive:
            assert not sender.messages
            while True:
                message = await receive()
                read_again += message["body"]
                if not message["more_body"]:
                    return read_again

    return run(all_of_it())


@pytest.mark.parametrize("size", [0, 1, 256_000, 2_000_000])
def test_the_body_is_the_one_that_was_sent(size: int) -> None:
    sent = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    half = len(sent) // 2

    received = read(Sender(part(sent[:half], more=True), part(sent[half:], more=False)))

    assert received == sent


def test_an_announced_size_beyond_every_form_is_refused_at_once() -> None:
    with pytest.raises(bodies.TooLarge):
        read(Sender(), content_length="60000001")


def test_a_body_that_grows_beyond_every_form_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LARGEST", 10)

    with pytest.raises(bodies.TooLarge):
        read(Sender(part(b"x" * 6, more=True), part(b"x" * 6, more=True)))


def test_a_sender_who_leaves_is_forgotten() -> None:
    with pytest.raises(bodies.SenderGone):
        read(Sender(part(b"half", more=True), {"type": "http.disconnect"}))


def test_a_sender_of_too_much_is_heard_out_so_that_the_answer_is_read() -> None:
    sender = Sender(part(b"x" * 6, more=True), part(b"x" * 6, more=True), part(b"x", more=False))

    run(bodies.let_finish(sender))

    assert not sender.messages


def test_a_sender_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_HEARD", 10)
    sender = Sender(*(part(b"x" * 6, more=True) for _ in range(5)))

    run(bodies.let_finish(sender))

    assert len(sender.messages) == 3
