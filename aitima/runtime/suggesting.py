"""`aitima suggest-service`: the ranking of a text, without a page and without starting anything.

What a running installation has learned is asked first; where none runs, the municipality that
ships with the package is learned from its folder, which takes a second.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, connection
from rich.table import Table

from aitima.catalogue.queries import catalogue
from aitima.catalogue.suggest import reasons
from aitima.catalogue.suggesting import kept
from aitima.catalogue.suggesting.examples import examples_of
from aitima.catalogue.suggesting.model import Model
from aitima.catalogue.suggesting.training import train
from aitima.config import env
from aitima.core.translated import translate
from aitima.municipalities import loading
from aitima.runtime import preparing

SHOWN: Final = 10
_LANGUAGE: Final = "el"


@dataclass(frozen=True, slots=True)
class Ranker:
    model: Model
    names: dict[str, str]

    def table(self, text: str) -> Table:
        ranking = self.model.rank(text)
        table = Table("", "Service", "Code", "Score", "Because of")
        for place, (code, score) in enumerate(self._first(text)):
            words = ", ".join(f"«{word}»" for word in reasons(ranking, place))
            table.add_row(f"{place + 1}", self.names[code], code, f"{score:.3f}", words)
        return table

    def line(self, text: str) -> str:
        """One JSON list on one line; an empty text has an empty one."""
        listed: list[dict[str, Any]] = [
            {"code": code, "name": self.names[code], "score": round(score, 6)}
            for code, score in (self._first(text) if text.strip() else ())
        ]
        return json.dumps(listed, ensure_ascii=False)

    def lines(self, texts: Iterable[str]) -> Iterator[str]:
        return (self.line(text) for text in texts)

    def _first(self, text: str) -> list[tuple[str, float]]:
        ranking = self.model.rank(text)
        return list(zip(ranking.codes, ranking.scores, strict=True))[:SHOWN]


def ranker() -> Ranker:
    """What the installation uses, if it runs and has a catalogue; else what is in the package."""
    return _installed() or _packaged()


def _installed() -> Ranker | None:
    if env.DATABASE_URL.read(os.environ):
        with preparing.database():
            return _stored()
    return _stored()


def _stored() -> Ranker | None:
    try:
        services = catalogue().services
        if not services:
            return None
        names = {code: translate(one.names, language=_LANGUAGE) for code, one in services.items()}
        model = kept.model()
    except DatabaseError:  # nothing runs there, or its tables are of another time
        return None
    finally:
        connection.close()
    return Ranker(model, names) if set(model.codes) == set(names) else None


def _packaged() -> Ranker:
    folder = min((settings.PACKAGE / "municipalities").glob("*/municipality.toml")).parent
    services, phrases = loading.described_services(folder)
    names = {one.code: translate(one.names, language=_LANGUAGE) for one in services}
    texts = {entry.code: entry.texts for entry in phrases}
    return Ranker(train(examples_of(services, texts)), names)
