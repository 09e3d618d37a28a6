"""The everyday texts, and how well a model does on them. Nothing here shows a measured text."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from aitima.catalogue.suggesting.examples import examples_of
from aitima.catalogue.suggesting.model import Model
from aitima.catalogue.suggesting.training import Examples, train
from aitima.municipalities.loading import described_services

LESVOS: Final = settings.PACKAGE / "municipalities" / "lesvos"


@dataclass(frozen=True)
class Everyday:
    text: str
    services: tuple[str, ...]
    kind: str
    measured: bool


@dataclass(frozen=True)
class Score:
    """Shares from 0 to 1."""

    texts: int
    first: float
    among_three: float


@cache
def everyday() -> tuple[Everyday, ...]:
    content = (Path(__file__).parent / "everyday_texts.toml").read_text("utf-8")
    return tuple(
        Everyday(one["text"], tuple(one["services"]), one["kind"], one["measured"])
        for one in tomllib.loads(content)["texts"]
    )


@cache
def lesvos_examples() -> Examples:
    services, phrases = described_services(LESVOS)
    return examples_of(services, {entry.code: entry.texts for entry in phrases})


@cache
def lesvos_model() -> Model:
    return train(lesvos_examples())


def score(model: Model, texts: Iterable[Everyday]) -> Score:
    tops = [(one.services, model.rank(one.text).codes[:3]) for one in texts]
    first = sum(found[0] in right for right, found in tops)
    among = sum(not set(found).isdisjoint(right) for right, found in tops)
    return Score(len(tops), first / len(tops), among / len(tops))
