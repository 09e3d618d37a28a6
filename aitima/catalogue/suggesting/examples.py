"""What is learned from: the catalogue's own words, and the municipality's examples."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from aitima.catalogue.models import Phrases, Service
from aitima.catalogue.suggesting.training import METHOD, Example, Examples


class Described(Protocol):
    """What of a service is learned from: a row of the catalogue, or an entry of a folder."""

    @property
    def code(self) -> str: ...
    @property
    def names(self) -> Mapping[str, str]: ...
    @property
    def descriptions(self) -> Mapping[str, str]: ...
    @property
    def keywords(self) -> Sequence[str]: ...


SMALL_TALK: Final = Phrases.SMALL_TALK


def own_examples() -> Examples:
    """As the database has them now."""
    phrases = dict(Phrases.objects.values_list("code", "texts"))
    return examples_of(list(Service.objects.active()), phrases)


def examples_of(services: Sequence[Described], phrases: Mapping[str, Sequence[str]]) -> Examples:
    examples = [
        Example(text, service.code)
        for service in services
        for text in _texts(service, phrases.get(service.code, ()))
    ]
    codes = [service.code for service in services]
    return Examples(codes, examples, list(phrases.get(SMALL_TALK, ())))


def fingerprint(examples: Examples) -> str:
    """Tells whether there is anything new to learn."""
    said = [[example.code, example.text] for example in examples.examples]
    whole = json.dumps([METHOD, list(examples.codes), said, list(examples.small_talk)])
    return hashlib.sha256(whole.encode()).hexdigest()


def _texts(service: Described, phrases: Sequence[str]) -> Iterator[str]:
    yield from service.names.values()
    yield from service.descriptions.values()
    yield from service.keywords
    yield from phrases
