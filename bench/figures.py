"""The figures: one table for people, one file for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value; `goal` is what it should be at least (or at most), if anything."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    at_most: bool = True

    @property
    def met(self) -> bool | None:
        if self.goal is None:
            return None
        return self.value <= self.goal if self.at_most else self.value >= self.goal

    def as_json(self) -> dict[str, Any]:
        facts = asdict(self)
        del facts["at_most"]
        return facts | {"value": round(self.value, 3), "met": self.met}


@dataclass(slots=True)
class Figures:
    console: Console
    found: list[Figure] = field(default_factory=list)

    def add(self, figure: Figure) -> None:
        self.found.append(figure)
        self.console.print(f"   {figure.name}: {shown(figure.value)} {figure.unit}")

    def write(self, *paths: Path) -> None:
        text = json.dumps([figure.as_json() for figure in self.found], indent=2)
        for path in paths:
            path.write_text(text + "\n", encoding="utf-8")

    def table(self) -> Table:
        table = Table(title="Aitima, measured", title_justify="left")
        for column in ("What", "Measured", "Unit", "Goal", ""):
            table.add_column(column, justify="right" if column in {"Measured", "Goal"} else "left")
        for figure in self.found:
            table.add_row(
                figure.name, shown(figure.value), figure.unit, _goal(figure), _mark(figure)
            )
        return table

    @property
    def missed(self) -> list[Figure]:
        return [figure for figure in self.found if figure.met is False]


def percentile(times: Sequence[float], share: float) -> float:
    """The nearest-rank percentile of sorted times."""
    return times[min(int(len(times) * share), len(times) - 1)]


def middle(values: Sequence[float]) -> float:
    return float(median(values))


def shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"


def _goal(figure: Figure) -> str:
    if figure.goal is None:
        return ""
    return f"{'≤' if figure.at_most else '≥'} {shown(figure.goal)}"


def _mark(figure: Figure) -> str:
    return {None: "", True: "[green]met[/green]", False: "[red]MISSED[/red]"}[figure.met]
