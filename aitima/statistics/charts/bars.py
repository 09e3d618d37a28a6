"""Lying bars, the name above each: readable on a telephone without turning it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Final

from django.utils.safestring import SafeString

from aitima.statistics.charts import drawing

STEP: Final = 40
_LETTER: Final = 7.5
_LONGEST_NAME: Final = 48


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    value: int
    text: str
    """The figure as the reader's language writes it."""
    say: str
    """The whole bar in words, for those who hear it."""
    href: str
    part: int = 0
    """How much of it needs attention."""


def bars(rows: Sequence[Bar], *, title: str, language: str) -> SafeString:
    return _bars(tuple(rows), title, language)


@lru_cache(maxsize=256)
def _bars(rows: tuple[Bar, ...], title: str, language: str) -> SafeString:
    import altair as alt  # noqa: PLC0415 - heavy; only a page of figures pays

    data: list[dict[str, Any]] = [
        asdict(bar)
        | {
            "row": number,
            "name": _shortened(bar.name),
            "href": bar.href and drawing.HERE + bar.href,
        }
        for number, bar in enumerate(rows)
    ]
    most = max(bar.value for bar in rows)
    room = _LETTER * (1 + max(len(bar.text) for bar in rows))
    length = alt.X(
        "value:Q",
        axis=None,
        scale=alt.Scale(domain=[0, most], range=[0, drawing.WIDTH - room]),
    )
    base = alt.Chart(drawing.inline(data)).encode(y=alt.Y("row:O", axis=None))
    whole = base.mark_bar(height=12, yOffset=9, color="var(--q3)" if _split(rows) else "var(--c1)")
    part = base.mark_bar(height=12, yOffset=9, color="var(--over)")
    name = base.mark_text(align="left", dy=-8)
    figure = base.mark_text(align="left", dx=6, dy=10, fontWeight="bold")
    layers = [
        whole.encode(x=length, href="href:N", description="say:N"),
        *([part.encode(x=alt.X("part:Q", axis=None))] if _split(rows) else []),
        name.encode(x=alt.value(0), text="name:N"),
        figure.encode(x=length, text="text:N"),
    ]
    size = {"width": drawing.WIDTH, "height": STEP * len(rows)}
    chart = alt.layer(*layers, **size, padding=0, autosize=alt.AutoSizeParams(type="none"))
    return drawing.to_svg(chart, title=title, language=language)


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def _split(rows: Sequence[Bar]) -> bool:
    return any(bar.part for bar in rows)
