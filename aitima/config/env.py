"""The environment variables that Aitima reads: one registry, typed, refused when malformed.

`docs/settings.md` describes every entry; a test compares the two.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from aitima.config.errors import ImproperEnvironment

PREFIX: Final = "AITIMA_"


@dataclass(frozen=True)
class Setting[T]:
    """One environment variable: how it is read, and what a wrong value is answered with."""

    name: str
    parse: Callable[[str], T]
    allowed: str
    default: T

    def read(self, environ: Mapping[str, str]) -> T:
        """Return the parsed value, or the default where the variable is unset or empty."""
        text = environ.get(self.name, "").strip()
        if not text:
            return self.default
        try:
            return self.parse(text)
        except ValueError:
            raise ImproperEnvironment(
                f"{self.name}={text!r} is not valid. Allowed: {self.allowed}."
            ) from None


def boolean(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.lower() not in words:
        raise ValueError(text)
    return words[text.lower()]


def integer(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        number = int(text)
        if not low <= number <= high:
            raise ValueError(text)
        return number

    return parse


def url(*schemes: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if urlsplit(text).scheme not in schemes:
            raise ValueError(text)
        return text.rstrip("/")

    return parse


def one_of(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(text)
        return text

    return parse


def words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


def hostname(text: str) -> str:
    if any(character.isspace() or character in "/@" for character in text):
        raise ValueError(text)
    return text


def secret(text: str) -> str:
    if len(text) < 50:  # noqa: PLR2004 - Django's own check asks for fifty
        raise ValueError(text)
    return text


HOST = Setting("AITIMA_HOST", hostname, "a host name or an IP address to listen on", "127.0.0.1")
PORT = Setting("AITIMA_PORT", integer(1, 65535), "a port from 1 to 65535", 8000)
VAR = Setting("AITIMA_VAR", folder, "a folder for data", Path("var").resolve())
DEMO_REQUESTS = Setting(
    "AITIMA_DEMO_REQUESTS", integer(0, 1_000_000), "a whole number from 0 to 1000000", 2000
)
DEMO = Setting("AITIMA_DEMO", boolean, "true or false", default=False)
DEBUG = Setting("AITIMA_DEBUG", boolean, "true or false", default=False)
WEB_PROCESSES = Setting(
    "AITIMA_WEB_PROCESSES", integer(0, 64), "0 (one per core) or a number up to 64", 0
)
ALLOWED_HOSTS = Setting(
    "AITIMA_ALLOWED_HOSTS", words, "host names with commas between them", tuple[str, ...]()
)
TRUST_PROXY = Setting("AITIMA_TRUST_PROXY", boolean, "true or false", default=False)
PROOF_OF_WORK = Setting(
    "AITIMA_PROOF_OF_WORK",
    one_of("auto", "always", "never"),
    "auto, always or never",
    "auto",
)
LIMITS_TIMES = Setting(
    "AITIMA_LIMITS_TIMES", integer(1, 1_000_000), "a whole number from 1 to 1000000", 1
)
DATABASE_URL = Setting(
    "DATABASE_URL",
    url("postgres", "postgresql"),
    "postgresql://user:password@host:port/name, or empty for the embedded database",
    "",
)
SECRET_KEY = Setting("SECRET_KEY", secret, "at least 50 random characters", "")
SITE_URL = Setting("SITE_URL", url("http", "https"), "http://… or https://…", "")
EMAIL_URL = Setting(
    "EMAIL_URL",
    url("smtp", "smtps", "smtp+tls", "smtp+ssl", "submission"),
    "smtp://user:password@host:port, smtps://… or submission://…",
    "",
)
GSIS_CLIENT_ID = Setting("AITIMA_GSIS_CLIENT_ID", str, "the client's name, as GSIS gave it", "")
GSIS_CLIENT_SECRET = Setting(
    "AITIMA_GSIS_CLIENT_SECRET", str, "the client's password, as GSIS gave it", ""
)
GSIS_URL = Setting(
    "AITIMA_GSIS_URL",
    url("https", "http"),
    "the address of the State's sign-in",
    "https://oauth2.gsis.gr/oauth2server",
)
EMAIL_FROM = Setting("EMAIL_FROM", str, "an e-mail address, with or without a name", "")

ALL: Final[tuple[Setting[Any], ...]] = (
    HOST,
    PORT,
    VAR,
    DEMO_REQUESTS,
    DEMO,
    DEBUG,
    WEB_PROCESSES,
    ALLOWED_HOSTS,
    TRUST_PROXY,
    PROOF_OF_WORK,
    LIMITS_TIMES,
    DATABASE_URL,
    SECRET_KEY,
    SITE_URL,
    EMAIL_URL,
    EMAIL_FROM,
    GSIS_CLIENT_ID,
    GSIS_CLIENT_SECRET,
    GSIS_URL,
)

# Read by the tests alone, never by the installed system.
OUTSIDE: Final = frozenset({"AITIMA_TEST_DATA"})


def refuse_unknown(environ: Mapping[str, str] = os.environ) -> None:
    """Refuse an `AITIMA_*` variable that nobody reads: most likely a typing error."""
    known = {setting.name for setting in ALL}
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known | OUTSIDE:
            allowed = ", ".join(sorted(known))
            raise ImproperEnvironment(f"{name} is not a setting of Aitima. Allowed: {allowed}.")
