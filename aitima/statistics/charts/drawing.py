"""From a Vega-Lite specification to SVG for the inside of a page.

Colours are the page's own custom properties, so that a picture follows light and dark. What Vega
writes for screen readers is English and speaks of marks; it is taken out, and each link says its
own figure instead.
"""

from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    import altair as alt

HERE: Final = "https://here.invalid"
"""Vega makes a link absolute; this beginning is taken off again."""

WIDTH: Final = 344

CONFIG: Final[dict[str, Any]] = {
    "background": None,
    "font": "Roboto",
    "view": {"stroke": None},
    "text": {"fontSize": 13, "fill": "var(--ink)"},
    "axis": {
        "domainColor": "var(--line-2)",
        "gridColor": "var(--line)",
        "labelColor": "var(--ink-2)",
        "labelFontSize": 12,
        "labelPadding": 6,
        "ticks": False,
        "title": None,
    },
}

GREEK_NUMBERS: Final[dict[str, Any]] = {
    "decimal": ",",
    "thousands": ".",
    "grouping": [3],
    "currency": ["", " €"],
}

_UNWANTED: Final = ("class", "role", "font-family", "pointer-events")


def inline(rows: list[dict[str, Any]]) -> Any:
    import altair as alt  # noqa: PLC0415 - heavy; only a page of figures pays

    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def to_svg(chart: "alt.TopLevelMixin", *, title: str, language: str) -> SafeString:
    import vl_convert  # noqa: PLC0415 - starts a JavaScript engine; only a page of figures pays

    spec = chart.to_dict()
    drawn = vl_convert.vegalite_to_svg(
        spec, config=CONFIG, format_locale=GREEK_NUMBERS if language == "el" else "en-US"
    )
    return _for_the_page(drawn, title)


def _for_the_page(drawn: str, title: str) -> SafeString:
    plain = drawn.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)
    plain = plain.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "", 1)
    svg = ET.fromstring(plain.replace("xlink:href=", "href="))  # noqa: S314 - our own drawing
    for element in list(svg.iter()):
        _clean(element)
    has_links = svg.find(".//a") is not None
    for name in ("width", "height", "version"):
        svg.attrib.pop(name, None)
    svg.attrib |= {"class": "chart", "role": "group" if has_links else "img", "aria-label": title}
    return mark_safe(ET.tostring(svg, encoding="unicode"))  # noqa: S308 - escaped by ElementTree


def _clean(element: ET.Element) -> None:
    if element.tag == "a":
        element.set("href", element.get("href", "").removeprefix(HERE))
        label = next((e.get("aria-label") for e in element.iter() if e.get("aria-label")), None)
        if label:
            element.set("aria-label", label)
    else:
        for name in [name for name in element.attrib if name.startswith("aria-")]:
            del element.attrib[name]
    for name in _UNWANTED:
        element.attrib.pop(name, None)
    for declaration in element.attrib.pop("style", "").split(";"):
        name, _, value = declaration.partition(":")
        if value:
            element.set(name.strip(), value.strip())
