"""The outlines that ship: small, without gaps, and close to the official ones."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.conf import settings
from shapely.geometry.base import BaseGeometry

from tools import derive_outlines

LESVOS = settings.PACKAGE / "municipalities" / "lesvos"
REPO = settings.PACKAGE.parent
DATA = Path(os.environ.get("AITIMA_TEST_DATA", REPO.parent / "shared" / "data"))
OFFICIAL = DATA / "lesvos_units.geojson"


def shapes(path: Path, key: str = "code") -> dict[str, BaseGeometry]:
    features: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["features"]
    return {
        feature["properties"].get(key, str(number)): shapely.from_geojson(
            json.dumps(feature["geometry"])
        )
        for number, feature in enumerate(features)
    }


def test_thirteen_outlines_share_their_borders_without_gap_or_overlap() -> None:
    outlines = shapes(LESVOS / "areas.geojson")

    assert len(outlines) == 13
    assert shapely.coverage_is_valid(list(outlines.values()))


def test_the_coastline_is_the_outlines_together() -> None:
    land = shapely.union_all(list(shapes(LESVOS / "areas.geojson").values()))
    coast = shapely.union_all(list(shapes(LESVOS / "coastline.geojson").values()))

    assert land.symmetric_difference(coast).area == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("file", "kilobytes"), [("areas.geojson", 250), ("coastline.geojson", 120)]
)
def test_the_files_stay_small(file: str, kilobytes: int) -> None:
    assert (LESVOS / file).stat().st_size <= kilobytes * 1000


def test_a_missing_coastline_is_said_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, derive_outlines.__file__, str(LESVOS), "--gshhg", f"{tmp_path}/x.nc"]

    run = subprocess.run(command, capture_output=True, text=True, check=False)

    assert run.returncode == 1
    assert run.stderr.splitlines() == [
        f"derive_outlines: {tmp_path}/x.nc is missing: apt-get install gmt-gshhg-full"
    ]


@pytest.mark.skipif(not OFFICIAL.is_file(), reason=f"no official outlines at {OFFICIAL}")
def test_nine_tenths_of_the_land_lie_in_the_official_unit() -> None:
    ours = derive_outlines.read_outlines(LESVOS / "areas.geojson", "code")
    official = derive_outlines.read_outlines(OFFICIAL, "elstat2021")

    assert derive_outlines.agreement(ours, official) > 0.90


@pytest.mark.skipif(not OFFICIAL.is_file(), reason=f"no official outlines at {OFFICIAL}")
def test_inhabited_places_lie_in_the_unit_that_officially_holds_them() -> None:
    official = shapes(OFFICIAL, "elstat2021")
    with (LESVOS / "places.csv").open(encoding="utf-8", newline="") as file:
        inhabited = [row for row in csv.DictReader(file) if int(row["population"]) > 0]

    astray = [
        row["name_en"]
        for row in inhabited
        if official[row["unit_code"]].distance(shapely.Point(float(row["lon"]), float(row["lat"])))
        > 0.002  # about 200 m: harbours stand on the shore
    ]

    assert astray == []
