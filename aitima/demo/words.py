"""The sentences of the demonstration: what citizens write, and what the services answer."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

_FOLDER: Final = Path(__file__).parent / "texts"
_THEMES: Final = ("cleaning", "lighting", "roads", "green", "others")


@dataclass(frozen=True, slots=True)
class Said:
    text: str
    language: str


@dataclass(frozen=True)
class Subject:
    """What is said about one service; what it lacks itself comes from its theme."""

    code: str
    weight: float
    own: Mapping[str, Any]
    theme: Mapping[str, Any]

    @property
    def months(self) -> Sequence[int]:
        months: Sequence[int] = self.own.get("months", range(1, 13))
        return months

    @property
    def scene(self) -> str:
        return str(self.own.get("scene", ""))

    def has(self, kind: str) -> bool:
        return kind in self.own or kind in self.theme

    def one(self, kind: str, chance: Random) -> str:
        """One sentence of a kind: answers, refusals, questions, replies."""
        return str(chance.choice(self.own.get(kind) or self.theme[kind]))

    def report(self, chance: Random, *, hour: int) -> Said:
        """What a citizen writes: a greeting at times, the matter, a closing at times."""
        english = self.own.get("english")
        if english and chance.random() < _ENGLISH:
            return Said(_filled(chance.choice(english), chance), "en")
        matter = _filled(chance.choice(self.own["texts"]), chance)
        closing = " " + self.one("closings", chance) if chance.random() < _CLOSED else ""
        greeting = _greeting(hour) if chance.random() < _GREETED else ""
        return Said(greeting + matter + closing, "el")


_ENGLISH: Final = 0.12
_CLOSED: Final = 0.5
_GREETED: Final = 0.35
_NOON, _EVENING = 12, 17


@cache
def common() -> Mapping[str, Any]:
    return _read("common")


@cache
def subjects() -> tuple[Subject, ...]:
    """Every service that is spoken of, weighted so that themes keep their shares."""
    found: list[Subject] = []
    for theme in map(_read, _THEMES):
        services: Mapping[str, Any] = theme["services"]
        total = sum(service["weight"] for service in services.values())
        found.extend(
            Subject(code, theme["share"] * own["weight"] / total, own, theme)
            for code, own in services.items()
        )
    return tuple(found)


def street(chance: Random, *, in_town: bool) -> str:
    if in_town:
        return f"{chance.choice(common()['streets'])} {chance.randint(1, 140)}"
    return str(chance.choice(common()["village_streets"]))


def _greeting(hour: int) -> str:
    if hour < _NOON:
        return "Καλημέρα σας. "
    return "Καλησπέρα σας. " if hour >= _EVENING else "Γεια σας. "


def _filled(text: str, chance: Random) -> str:
    return text.format(
        spot=chance.choice(common()["spots"]),
        spot_en=chance.choice(common()["spots_en"]),
        days=chance.randint(3, 9),
        count=chance.choice((3, 4, 5)),
    )


def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
