"""The texts that measure the choice of a service are fit to measure it."""

import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from aitima.municipalities.loading import described

TEXTS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "everyday_texts.toml").read_text("utf-8")
)["texts"]
MEASURED = [entry for entry in TEXTS if entry["measured"]]
KINDS = {"greek", "no-accents", "capitals", "typos", "greeklish", "english"}


@pytest.fixture(scope="module")
def codes() -> set[str]:
    folder = settings.PACKAGE / "municipalities" / "lesvos"
    return {service.code for service in described(folder).services}


def test_every_text_names_services_of_the_municipality(codes: set[str]) -> None:
    assert [entry for entry in TEXTS if not entry["services"]] == []
    assert {code for entry in TEXTS for code in entry["services"]} - codes == set()


def test_every_service_is_measured_by_two_texts_or_more(codes: set[str]) -> None:
    counted = Counter(entry["services"][0] for entry in MEASURED)

    assert {code for code in codes if counted[code] < 2} == set()


def test_two_thirds_of_the_texts_measure_and_every_third_may_be_tuned_by() -> None:
    assert len(MEASURED) >= 200
    assert [entry["measured"] for entry in TEXTS] == [place % 3 != 2 for place in range(len(TEXTS))]


def test_every_kind_of_writing_is_measured() -> None:
    assert {entry["kind"] for entry in TEXTS} == KINDS
    assert {kind for kind, count in Counter(e["kind"] for e in MEASURED).items() if count < 25} == (
        set()
    )


def test_no_text_stands_twice_whatever_its_capitals_and_spaces() -> None:
    texts = sorted(" ".join(entry["text"].casefold().split()) for entry in TEXTS)

    assert [one for one, next_one in pairwise(texts) if one == next_one] == []
