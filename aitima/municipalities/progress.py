"""How long work tells its progress, without knowing who shows it."""

from typing import Protocol


class Progress(Protocol):
    """A terminal's progress bar, a log, or nobody."""

    def __call__(self, step: str, done: int, total: int) -> None: ...


def silent(step: str, done: int, total: int) -> None:
    """Tell nobody."""
