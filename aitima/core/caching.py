"""Reference data (catalogue, chart, areas) kept in the process for a minute.

Such data change a few times a year, and every page needs them. A process sees a change at the
latest after `seconds`; whoever changes them in this process calls `forget_everything`.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Protocol

_caches: list["Forgetting"] = []


class Forgetting(Protocol):
    def forget(self) -> None: ...


class Kept[T]:
    """The result of a function without arguments, asked for again after `seconds`."""

    def __init__(self, load: Callable[[], T], seconds: float) -> None:
        self._load = load
        self._seconds = seconds
        self._value: tuple[float, T] | None = None
        _caches.append(self)

    def __call__(self) -> T:
        kept = self._value
        if kept is not None and time.monotonic() < kept[0]:
            return kept[1]
        value = self._load()
        self._value = (time.monotonic() + self._seconds, value)
        return value

    def forget(self) -> None:
        self._value = None


class kept_for:  # noqa: N801 - reads as the decorator it is
    """Decorate a loader: `@kept_for(seconds=60)`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __call__[T](self, load: Callable[[], T]) -> Kept[T]:
        return Kept(load, self._seconds)


class Shelf[V]:
    """The last few answers that took long, by what was asked; each kept for `seconds`."""

    def __init__(self, *, seconds: float, most: int) -> None:
        self._seconds = seconds
        self._most = most
        self._values: OrderedDict[Hashable, tuple[float, V]] = OrderedDict()
        _caches.append(self)

    def find(self, key: Hashable) -> V | None:
        kept = self._values.get(key)
        return kept[1] if kept is not None and time.monotonic() < kept[0] else None

    def put(self, key: Hashable, value: V) -> None:
        self._values[key] = (time.monotonic() + self._seconds, value)
        self._values.move_to_end(key)
        while len(self._values) > self._most:
            self._values.popitem(last=False)

    def forget(self) -> None:
        self._values.clear()


def forget_everything() -> None:
    for cache in _caches:
        cache.forget()
