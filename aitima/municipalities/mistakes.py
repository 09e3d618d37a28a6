"""What is wrong in a municipality's files: collected to the end, told all at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where in the folder something stands: a file, a line where one is known, an entry."""

    file: str
    line: int | None = None
    entry: str = ""

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else ""
        return ", ".join(part for part in (self.file, line, self.entry) if part)


@dataclass(frozen=True, slots=True)
class Mistake:
    origin: Origin
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.origin}, {self.key}" if self.key else str(self.origin)
        return f"{place}: {self.message}"


@dataclass(slots=True)
class Mistakes:
    """A growing list of mistakes, and the files that could not be read at all."""

    found: list[Mistake] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)

    def add(self, origin: Origin, message: str, *, key: str = "") -> None:
        mistake = Mistake(origin, key, message)
        if mistake not in self.found:
            self.found.append(mistake)

    def give_up(self, origin: Origin, message: str) -> None:
        """The file as a whole is unreadable: what refers to it is not checked any further."""
        self.unreadable.add(origin.file)
        self.add(origin, message)

    def readable(self, *files: str) -> bool:
        return self.unreadable.isdisjoint(files)

    def __iter__(self) -> Iterator[Mistake]:
        return iter(
            sorted(self.found, key=lambda found: (found.origin.file, found.origin.line or 0))
        )


class MunicipalityRefused(Exception):
    """Nothing was loaded, because of these mistakes."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        count = "one mistake" if len(self.mistakes) == 1 else f"{len(self.mistakes)} mistakes"
        super().__init__("\n".join([f"Nothing was loaded: {count}.", *map(str, self.mistakes)]))
