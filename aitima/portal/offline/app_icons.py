"""The icons of the installed web app: the municipality's outline on the colour of its header."""

from functools import lru_cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw
from shapely.geometry import Polygon

from aitima.geography.drawing import WIDTH, Drawing

GROUND: Final = "#003375"
"""The token `--navy`; a test compares."""
_LAND: Final = "#ffffff"
_WATER: Final = "#5f8fcb"
_FINER: Final = 4  # drawn larger and made smaller, for smooth edges
_SMALLEST: Final = 900  # square units of the drawing


@lru_cache(maxsize=8)
def icon(drawing: Drawing | None, size: int, share: float) -> bytes:
    """A PNG of so many pixels; the land takes `share` of its width.

    A maskable icon may be cut to a circle of 80 %, so that its share is smaller.
    """
    side = size * _FINER
    image = Image.new("RGB", (side, side), GROUND)
    if drawing is not None:
        _draw(ImageDraw.Draw(image), drawing, side, share)
    content = BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS).save(content, "PNG", optimize=True)
    return content.getvalue()


def _draw(paper: ImageDraw.ImageDraw, drawing: Drawing, side: int, share: float) -> None:
    scale = side * share / WIDTH
    left, top = (side - WIDTH * scale) / 2, (side - drawing.height * scale) / 2
    for part in drawing.pieces(_SMALLEST):
        ring = [(left + x * scale, top + y * scale) for x, y in _outline(part)]
        paper.line([*ring, ring[0], ring[1]], fill=_WATER, width=round(side / 18), joint="curve")
    for part in drawing.pieces(_SMALLEST):
        ring = [(left + x * scale, top + y * scale) for x, y in _outline(part)]
        paper.polygon(ring, fill=_LAND)


def _outline(part: Polygon) -> list[tuple[float, float]]:
    return [(x, y) for x, y, *_ in part.exterior.coords]
