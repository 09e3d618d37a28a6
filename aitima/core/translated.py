"""Texts that come with the data in several languages: `{"el": "…", "en": "…"}`."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import get_language

type Texts = dict[str, str]

FALLBACK: Final = "el"


def translate(texts: Mapping[str, str], *, language: str | None = None) -> str:
    """The text in the active (or the given) language, else in Greek, else in any there is."""
    wanted = (language or get_language() or FALLBACK).partition("-")[0]
    return texts.get(wanted) or texts.get(FALLBACK) or next(filter(None, texts.values()), "")
