"""Whatever stands in a folder, it is loaded or refused; nothing else happens."""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aitima.municipalities.loading import described, load
from aitima.municipalities.mistakes import MunicipalityRefused
from tests.municipalities.conftest import EXAMPLE
from tests.municipalities.test_loading import AT

TOML_VALUES = [
    "3",
    "-1",
    "1.5",
    "nan",
    "true",
    '""',
    '"x"',
    '"Καλημέρα"',
    '"\\u0000"',
    "[]",
    "[1]",
    '["x"]',
    "[[]]",
    "[{}]",
    "{}",
    "{el=1}",
    '{el="x"}',
    '{el="x",en="\\u0000"}',
    "1979-05-27",
    "07:00:00",
    "1979-05-27T07:00:00Z",
    "99999999999999999999",
]
CELLS = ["", "x", "-1", "nan", "1e400", "W", "hole", "\0", "Ω" * 300, '"', "9" * 30]
GEOMETRIES = [
    "null",
    "[]",
    "3",
    '"Polygon"',
    "{}",
    '{"type":"Polygon"}',
    '{"type":["Polygon"],"coordinates":[]}',
    '{"type":"Polygon","coordinates":[]}',
    '{"type":"Polygon","coordinates":[[[1,2],[3]]]}',
    '{"type":"Polygon","coordinates":[[["a","b"]]]}',
    '{"type":"Point","coordinates":[1,2]}',
    '{"type":"Polygon","coordinates":[[[NaN,1],[2,2],[3,1],[NaN,1]]]}',
    '{"type":"MultiPolygon","coordinates":[[[[200,1],[201,2],[202,1],[200,1]]]]}',
]


@st.composite
def toml_edits(draw: st.DrawFn) -> tuple[str, str]:
    name = draw(st.sampled_from(sorted(path.name for path in EXAMPLE.glob("*.toml"))))
    lines = (EXAMPLE / name).read_text("utf-8").splitlines()
    line = draw(st.sampled_from([i for i, text in enumerate(lines) if " = " in text]))
    key = lines[line].partition(" = ")[0]
    if draw(st.booleans()):
        key = key.partition(".")[0]
    lines[line] = f"{key} = {draw(st.sampled_from(TOML_VALUES))}"
    return name, "\n".join(lines)


@st.composite
def csv_edits(draw: st.DrawFn) -> tuple[str, str]:
    name = draw(st.sampled_from(sorted(path.name for path in EXAMPLE.glob("*.csv"))))
    rows = [line.split(",") for line in (EXAMPLE / name).read_text("utf-8").splitlines()]
    row = draw(st.sampled_from(rows))
    row[draw(st.integers(0, len(row) - 1))] = draw(st.sampled_from(CELLS))
    return name, "\n".join(",".join(row) for row in rows)


@st.composite
def geojson_edits(draw: st.DrawFn) -> tuple[str, str]:
    name = draw(st.sampled_from(["areas.geojson", "coastline.geojson"]))
    lines = (EXAMPLE / "areas.geojson").read_text("utf-8").splitlines()
    start = lines[1].partition('"geometry":')[0]
    lines[1] = f'{start}"geometry":{draw(st.sampled_from(GEOMETRIES))}}},'
    return name, "\n".join(lines)


def with_edit(folder: Path, edit: tuple[str, str]) -> Path:
    spoilt = Path(shutil.copytree(EXAMPLE, folder / "spoilt"))
    (spoilt / edit[0]).write_text(edit[1], "utf-8")
    return spoilt


@settings(deadline=None)
@given(st.one_of(toml_edits(), csv_edits(), geojson_edits()))
def test_it_is_understood_or_refused(edit: tuple[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder, suppress(MunicipalityRefused):
        described(with_edit(Path(folder), edit))


@settings(deadline=None)
@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_files_of_rubbish_are_refused(content: bytes) -> None:
    for name in ("municipality.toml", "services.toml", "places.csv", "areas.geojson"):
        with tempfile.TemporaryDirectory() as folder:
            spoilt = Path(shutil.copytree(EXAMPLE, Path(folder) / "spoilt"))
            (spoilt / name).write_bytes(content)

            with pytest.raises(MunicipalityRefused):
                described(spoilt)


@pytest.mark.django_db
def test_what_is_understood_can_be_written(folder: Path) -> None:
    longest = {
        "organisation.toml": [('"21000 00 001"', f'"{"1" * 29}"'), ("ΦΕΚ Β΄ 1/2020", "Φ" * 60)],
        "places.csv": [("Ακρογιάλι", "Ω" * 500), ("E1a", "E" * 20)],
        "services.toml": [('code = "snow"', f'code = "{"s" * 60}"')],
    }
    for file, edits in longest.items():
        text = (folder / file).read_text("utf-8")
        for old, new in edits:
            text = text.replace(old, new)
        (folder / file).write_text(text, "utf-8")

    assert load(folder, at=AT).changed_something
