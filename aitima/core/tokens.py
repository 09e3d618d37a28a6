"""Secrets handed out in links, and values signed so that they come back unchanged."""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.core import signing

SECRET_BITS: Final = 128


class TokenRefused(Exception):
    """The token is not one of ours, or was made for another purpose."""


class TokenExpired(TokenRefused):
    """The token was ours, once."""


def new_secret() -> str:
    """128 random bits, in letters that stand in a URL as they are (22 of them)."""
    return secrets.token_urlsafe(SECRET_BITS // 8)


def hash_secret(secret: str) -> str:
    """What is stored of a secret: 64 hexadecimal digits.

    Plain SHA-256 is enough, for nobody can guess 128 random bits; a slow hash would only
    keep honest visitors waiting.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def sign(value: str, *, purpose: str) -> str:
    """Sign a value with the time of signing; `purpose` keeps one kind of token from another."""
    return signing.TimestampSigner(salt=f"aitima.{purpose}").sign(value)


def verify(token: str, *, purpose: str, max_age: timedelta) -> str:
    """Give the signed value back, or raise TokenExpired or TokenRefused."""
    try:
        return signing.TimestampSigner(salt=f"aitima.{purpose}").unsign(token, max_age=max_age)
    except signing.SignatureExpired as error:
        raise TokenExpired from error
    except signing.BadSignature as error:
        raise TokenRefused from error
