"""A line as high as a row of text; no axis, the figures stand beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 120
HEIGHT: Final = 26
_EDGE: Final = 4


@dataclass(frozen=True, slots=True)
class Sparkline:
    """Coordinates as SVG text: the runs of known values, and the last point if it is known."""

    runs: tuple[str, ...]
    end: tuple[str, str] | None


def sparkline(values: Sequence[float | None]) -> Sparkline | None:
    """Place the values in the little frame; where one is unknown the line has a gap."""
    known = [value for value in values if value is not None]
    if len(known) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    lowest, highest = min(known), max(known)
    points = [
        value if value is None else (_across(number, len(values)), _up(value, lowest, highest))
        for number, value in enumerate(values)
    ]
    return Sparkline(tuple(_runs(points)), points[-1])


def _across(number: int, count: int) -> str:
    return f"{_EDGE + (WIDTH - 2 * _EDGE) * number / (count - 1):.1f}"


def _up(value: float, lowest: float, highest: float) -> str:
    share = (value - lowest) / (highest - lowest) if highest > lowest else 0.5
    return f"{HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * share:.1f}"


def _runs(points: Sequence[tuple[str, str] | None]) -> list[str]:
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(",".join(point))
    return [" ".join(run) for run in runs if len(run) > 1]
