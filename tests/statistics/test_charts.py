"""Pictures that a strict policy lets through, and that say themselves in words."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aitima.statistics import charts
from aitima.statistics.charts import drawing

HOSTILE = '<script>alert("1")</script> & Καθαριότητα style="x"'


def bar(**facts: object) -> charts.Bar:
    known = {
        "name": "Ηλεκτροφωτισμός",
        "value": 7,
        "text": "7",
        "say": "επτά",
        "href": "/x/?a=1&b=2",
    }
    return charts.Bar(**(known | facts))  # type: ignore[arg-type]


def drawn(svg: str) -> ET.Element:
    """Parse it, and refuse what the policy of the pages would refuse."""
    root = ET.fromstring(svg)
    for element in root.iter():
        assert element.tag not in {"script", "style", "foreignObject", "image"}
        assert not {"style", "class"} & set(element.attrib) or element is root
        assert not [name for name in element.attrib if name.startswith("on")]
    return root


def pictures() -> list[str]:
    counts = [charts.MonthlyCounts(f"2026-{n:02}", "Νοε", "say", "/x/", n, 3) for n in range(1, 13)]
    medians = [
        charts.MonthlyMedians(f"2026-{n:02}", "Νοε", 1.5 if n % 4 else None, 3.25)
        for n in range(1, 13)
    ]
    return [
        charts.bars([bar(), bar(part=3)], title="Τίτλος", language="el"),
        charts.columns(counts, title="Τίτλος", language="el"),
        charts.lines(medians, title="Τίτλος", language="en"),
    ]


def test_every_picture_is_well_formed_without_style_or_script() -> None:
    for svg in pictures():
        root = drawn(svg)

        assert root.get("aria-label") == "Τίτλος"
        assert root.get("viewBox")
        assert "var(--" in svg


def test_a_bar_is_a_link_that_says_its_figure() -> None:
    root = drawn(charts.bars([bar()], title="Τίτλος", language="el"))

    (link,) = root.iter("a")
    assert link.get("href") == "/x/?a=1&b=2"
    assert link.get("aria-label") == "επτά"
    assert root.get("role") == "group"


def test_a_picture_without_links_is_one_picture() -> None:
    root = drawn(charts.bars([bar(href="")], title="Τίτλος", language="el"))

    assert list(root.iter("a")) == []
    assert root.get("role") == "img"


def test_hostile_names_stay_text() -> None:
    svg = charts.bars([bar(name=HOSTILE, say=HOSTILE)], title=HOSTILE, language="el")

    root = drawn(svg)

    assert root.get("aria-label") == HOSTILE
    assert any(HOSTILE[:20] in (text.text or "") for text in root.iter("text"))


def test_large_numbers_on_an_axis_are_written_as_in_greek() -> None:
    month = charts.MonthlyCounts("2026-11", "Νοε", "say", "/x/", 4000, 1)

    svg = charts.columns([month], title="Τίτλος", language="el")

    assert ">4.000<" in svg


def test_names_of_months_thin_out_where_there_are_many() -> None:
    months = [
        charts.MonthlyCounts(f"{2000 + n // 12}-{n % 12 + 1:02}", f"m{n}", "say", "/x/", 1, 1)
        for n in range(36)
    ]

    svg = charts.columns(months, title="Τίτλος", language="el")

    assert 10 <= sum(f">m{n}<" in svg for n in range(36)) <= 12


def test_declarations_become_attributes() -> None:
    element = ET.fromstring('<path style="cursor: pointer; fill:red" class="a" aria-label="b"/>')

    drawing._clean(element)

    assert element.attrib == {"cursor": "pointer", "fill": "red"}


@pytest.mark.parametrize("values", [[], [1.0], [None, None], [None, 3.0]])
def test_a_line_needs_two_known_ends(values: list[float | None]) -> None:
    assert charts.sparkline(values) is None


@given(values=st.lists(st.none() | st.floats(0, 1e6), min_size=2, max_size=40))
@settings(max_examples=50)
def test_a_sparkline_stays_in_its_frame(values: list[float | None]) -> None:
    line = charts.sparkline(values)

    if line:
        points = [point.split(",") for run in line.runs for point in run.split(" ")]
        assert all(0 <= float(x) <= 120 and 0 <= float(y) <= 26 for x, y in points)
        assert (line.end is None) == (values[-1] is None)
