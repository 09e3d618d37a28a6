"""A real SMTP server on the loopback that accepts everything and sends nothing on."""

import asyncio
import logging
import signal
from datetime import UTC, datetime
from typing import Any, Final, cast

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings

from aitima.demo.inbox import box

GREETING: Final = "Aitima demo inbox"


class Keeper:
    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        del server, session
        content = envelope.content or b""
        mail = content if isinstance(content, bytes) else content.encode()
        key = await asyncio.to_thread(box.keep, mail, at=datetime.now(UTC))
        return f"250 2.0.0 OK, kept as {key}"


def run() -> None:
    """Serve where EMAIL_URL points to, until SIGTERM or SIGINT."""
    options = cast("dict[str, Any]", settings.MAILERS["default"]["OPTIONS"])
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells of every command
    asyncio.run(serve(options["host"], options["port"]))


async def serve(host: str, port: int) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = await loop.create_server(_conversation, host, port)
    try:
        await stop.wait()
    finally:
        server.close()


def _conversation() -> SMTP:
    return SMTP(Keeper(), ident=GREETING, enable_SMTPUTF8=True)
