"""The received mails: one .eml file each, in a folder of the data folder."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Final

from django.conf import settings

KEPT: Final = 500
_KEY: Final = re.compile(r"[0-9]{8}T[0-9]{6}\.[0-9]{6}-[0-9a-f]{8}")
_TIME: Final = "%Y%m%dT%H%M%S.%f"


@dataclass(frozen=True, slots=True)
class Mail:
    key: str
    at: datetime
    to: str
    sender: str
    subject: str
    text: str
    html: str


def folder() -> Path:
    return settings.AITIMA_VAR / "demo-inbox"


def keep(content: bytes, *, at: datetime) -> str:
    """Store a mail whole or not at all, and drop the oldest ones beyond what is kept."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    key = f"{at.astimezone(UTC).strftime(_TIME)}-{secrets.token_hex(4)}"
    draft = place / f"{key}.part"
    draft.write_bytes(content)
    draft.rename(place / f"{key}.eml")
    for old in sorted(_files(), reverse=True)[KEPT:]:
        old.unlink(missing_ok=True)
    return key


def newest(limit: int = 100) -> list[Mail]:
    return [_read(file) for file in sorted(_files(), reverse=True)[:limit]]


def find(key: str) -> Mail | None:
    file = folder() / f"{key}.eml"
    return _read(file) if _KEY.fullmatch(key) and file.is_file() else None


def _files() -> Iterator[Path]:
    return (file for file in folder().glob("*.eml") if _KEY.fullmatch(file.stem))


def _read(file: Path) -> Mail:
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    return Mail(
        key=file.stem,
        at=datetime.strptime(file.stem.partition("-")[0], _TIME).replace(tzinfo=UTC),
        to=str(mail["to"] or ""),
        sender=str(mail["from"] or ""),
        subject=str(mail["subject"] or ""),
        text=_part(mail, "plain"),
        html=_part(mail, "html"),
    )


def _part(mail: EmailMessage, subtype: str) -> str:
    part = mail.get_body((subtype,))
    return str(part.get_content()) if part else ""
