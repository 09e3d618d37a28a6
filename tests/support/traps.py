"""Traps for mistakes that would pass unseen: code that relies on an order nobody asked for."""

import random
from typing import Any

import pytest
from django.db.models import QuerySet


def shuffle_unordered_querysets(patch: pytest.MonkeyPatch, seed: str) -> None:
    """Give the rows of a query set without an order in another order than the database did."""
    fetch_all = QuerySet._fetch_all
    chance = random.Random(seed)

    def fetch_in_any_order(queryset: QuerySet[Any]) -> None:
        fresh = queryset._result_cache is None
        fetch_all(queryset)
        if fresh and not queryset.ordered and not queryset.query.is_sliced:
            disarrange(queryset._result_cache or [], chance)

    patch.setattr(QuerySet, "_fetch_all", fetch_in_any_order)


def disarrange(rows: list[Any], chance: random.Random) -> None:
    before = list(map(id, rows))
    chance.shuffle(rows)
    if list(map(id, rows)) == before:
        rows.reverse()
