"""Which topics a page may listen to: those that the server wrote, signed, into the page."""

from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from aitima.core import tokens

PURPOSE: Final = "live"
LIFETIME: Final = timedelta(hours=24)
"""A page left open longer is told to load itself anew, and its reader's rights are asked again."""
PATH: Final = "/live/"


def sign(topic: str) -> str:
    """Make the token that lets a page listen to the topic."""
    return tokens.sign(topic, purpose=PURPOSE)


def verify(token: str) -> str:
    """Give the token's topic, or raise tokens.TokenExpired or tokens.TokenRefused."""
    return tokens.verify(token, purpose=PURPOSE, max_age=LIFETIME)


def stream_url(*topics: str) -> str:
    """Where a page finds the stream of these topics."""
    return f"{PATH}?{urlencode([('topic', sign(topic)) for topic in topics])}"
