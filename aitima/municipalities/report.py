"""What loading a municipality did."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_NAMED: Final = 12


@dataclass(slots=True)
class Changes:
    """The codes of one kind of thing that were added, changed or retired."""

    kind: str
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def total(self) -> int:
        """How many are in force now."""
        return len(self.added) + len(self.changed) + self.unchanged

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired)

    def __str__(self) -> str:
        parts = [
            f"{len(codes)} {word}{_named(codes)}"
            for word, codes in (
                ("added", self.added),
                ("changed", self.changed),
                ("retired", self.retired),
            )
            if codes
        ]
        return f"{self.kind}: {self.total} in force, {', '.join(parts) or 'nothing new'}"


@dataclass(frozen=True, slots=True)
class LoadReport:
    kinds: tuple[Changes, ...]

    @property
    def changed_something(self) -> bool:
        return any(self.kinds)

    def of(self, kind: str) -> Changes:
        return next(changes for changes in self.kinds if changes.kind == kind)

    def __iter__(self) -> Iterator[Changes]:
        return iter(self.kinds)

    def __str__(self) -> str:
        return "\n".join(map(str, self.kinds))


def _named(codes: list[str]) -> str:
    """The codes themselves while a reader can take them in; a first load adds hundreds."""
    return f" ({', '.join(codes)})" if len(codes) <= _NAMED else ""
