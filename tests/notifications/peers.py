"""Mail servers on the loopback that behave as told."""

import time
from collections import deque
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from aitima.runtime.listening import free_port

ACCEPT = "250 2.0.0 OK: queued as 4F2A1"


class Peer:
    """A real SMTP server; `to_recipient` and `to_mail` are its next answers, then it accepts."""

    def __init__(self, port: int | None = None) -> None:
        self.port = port or free_port()
        self.received: list[EmailMessage] = []
        self.to_recipient: deque[str] = deque()
        self.to_mail: deque[str] = deque()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def mailers(self) -> dict[str, Any]:
        return mailers_for(self.port)

    def wait_for(self, count: int, *, seconds: float = 20) -> list[EmailMessage]:
        limit = time.monotonic() + seconds
        while len(self.received) < count and time.monotonic() < limit:
            time.sleep(0.02)
        return self.received

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.to_recipient.popleft() if self.to_recipient else ACCEPT
        if reply == ACCEPT:
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        self.received.append(message_from_bytes(content, policy=policy.default))
        return self.to_mail.popleft() if self.to_mail else ACCEPT


def mailers_for(port: int) -> dict[str, Any]:
    return {
        "default": {
            "BACKEND": "aitima.notifications.channels.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
        }
    }
