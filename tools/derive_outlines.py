#!/usr/bin/env python3
# /// script
# requires-python = ">=3.12"
# dependencies = ["netCDF4>=1.7", "numpy>=2", "pyproj>=3.8", "shapely>=2.2"]
# ///
"""Derive a municipality's outlines from the coastline and its settlements.

Nobody has to find a boundary file: the Voronoi cells of the settlements, dissolved by
municipal unit and clipped to the GSHHG coastline, are close to the official outlines.
Writes `areas.geojson` and `coastline.geojson` into the municipality's folder.

    uv run tools/derive_outlines.py aitima/municipalities/lesvos
    uv run tools/derive_outlines.py aitima/municipalities/lesvos --official official.geojson

The coastline is Debian's package gmt-gshhg-full (GSHHG 2.3.7, LGPL-3+). Compared with
official outlines, given by --official with the unit's code in --official-key, the script
prints the share of the land that lies in the same unit in both.
"""

import argparse
import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from pyproj import Transformer
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize

GSHHG: Final = Path("/usr/share/gmt-gshhg/binned_GSHHS_f.nc")
GREEK_GRID: Final = "EPSG:2100"  # metres, so that distances mean something
LAND: Final = 1  # GSHHG's level of land in the sea; lakes are 2
DECIMALS: Final = 5  # about one metre

type Outlines = dict[str, MultiPolygon]


def main() -> None:
    options = _options()
    try:
        places = _read_places(options.folder / "places.csv")
        land = _land_around(places, _read_coast(options.gshhg, places), options.reach)
    except OSError as error:
        sys.exit(f"derive_outlines: {error}")
    outlines = _dissolve(places, _project(land, inverse=False), options.tolerance)
    _write_areas(options.folder / "areas.geojson", outlines)
    _write_coast(options.folder / "coastline.geojson", outlines)
    print(f"{len(outlines)} outlines, {sum(map(_points, outlines.values()))} points")
    if options.official:
        official = read_outlines(options.official, options.official_key)
        print(f"{agreement(outlines, official):.1%} of the land lies in the same unit")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="the municipality's folder, with places.csv")
    parser.add_argument("--gshhg", type=Path, default=GSHHG, help="binned_GSHHS_f.nc")
    parser.add_argument("--reach", type=float, default=6000, help="how far islets lie, metres")
    parser.add_argument("--tolerance", type=float, default=20, help="simplification, metres")
    parser.add_argument("--official", type=Path, help="official outlines to compare with")
    parser.add_argument("--official-key", default="elstat2021", help="its property with the code")
    return parser.parse_args()


def _read_places(path: Path) -> list[tuple[str, Point]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            (row["unit_code"], Point(float(row["lon"]), float(row["lat"])))
            for row in csv.DictReader(file)
        ]


def _read_coast(path: Path, places: list[tuple[str, Point]]) -> list[Polygon]:
    """The polygons of GSHHG in the one-degree bins that hold the settlements.

    A coastline is cut where it crosses a bin's edge. The cuts meet exactly, so the
    pieces of one polygon, which share its id, close again by themselves.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing: apt-get install gmt-gshhg-full")
    import netCDF4  # type: ignore[import-not-found]  # noqa: PLC0415 - not needed to say so

    west, south, east, north = MultiPoint([point for _, point in places]).bounds
    pieces: dict[int, list[LineString]] = defaultdict(list)
    with netCDF4.Dataset(path) as dataset:
        dataset.set_auto_mask(False)
        for latitude in range(int(south), int(north) + 1):
            for longitude in range(int(west), int(east) + 1):
                for polygon, piece in _bin(dataset, longitude, latitude):
                    pieces[polygon].append(piece)
    return [polygon for lines in pieces.values() for polygon in polygonize(lines)]


def _bin(dataset: Any, longitude: int, latitude: int) -> Iterator[tuple[int, LineString]]:
    """The pieces of land in one bin, as GMT's gmt_shore.c lays them out."""
    columns = int(dataset["N_bins_in_360_longitude_range"][0])
    index = (89 - latitude) * columns + longitude % 360
    first = int(dataset["Id_of_first_segment_in_a_bin"][index])
    for segment in range(first, first + int(dataset["N_segments_in_a_bin"][index])):
        packed = int(dataset["Embedded_npts_levels_exit_entry_for_a_segment"][segment])
        count, level = packed >> 9, packed >> 6 & 7
        start = int(dataset["Id_of_first_point_in_a_segment"][segment])
        if level != LAND:
            continue
        x, y = (
            dataset[f"Relative_{axis}_from_SW_corner_of_bin"][start : start + count]
            .view(np.uint16)
            .astype(float)
            / 65535
            for axis in ("longitude", "latitude")
        )
        line = LineString(np.column_stack([x + longitude, y + latitude]))
        yield int(dataset["Id_of_GSHHS_ID"][segment]), line


def _land_around(
    places: list[tuple[str, Point]], coast: list[Polygon], reach: float
) -> MultiPolygon:
    """The land the settlements stand on, and the islets within reach of it."""
    settled = MultiPoint([point for _, point in places])
    inhabited = [polygon for polygon in coast if polygon.intersects(settled)]
    near = _project(MultiPolygon(inhabited), inverse=False).buffer(reach)
    return MultiPolygon(
        [polygon for polygon in coast if near.intersects(_project(polygon, inverse=False))]
    )


def _dissolve(places: list[tuple[str, Point]], land: BaseGeometry, tolerance: float) -> Outlines:
    """Cells of one unit become one outline; neighbours keep one common border."""
    codes = [code for code, _ in places]
    points = MultiPoint([_project(point, inverse=False) for _, point in places])
    cells = shapely.voronoi_polygons(points, extend_to=land.envelope.buffer(5000), ordered=True)
    dissolved = {
        code: shapely.union_all(
            [cell for cell, owner in zip(cells.geoms, codes, strict=True) if owner == code]
        ).intersection(land)
        for code in sorted(set(codes))
    }
    _give_away_land_across_the_water(dissolved, points, codes)
    simple = shapely.coverage_simplify(list(dissolved.values()), tolerance)
    outlines = {
        code: _polygons(shapely.transform(_project(shape, inverse=True), _rounded))
        for code, shape in zip(dissolved, simple, strict=True)
    }
    if not shapely.coverage_is_valid(list(outlines.values())):
        sys.exit("derive_outlines: the outlines overlap: try a smaller --tolerance")
    return outlines


def _give_away_land_across_the_water(
    dissolved: dict[str, BaseGeometry], points: MultiPoint, codes: list[str]
) -> None:
    """A cell that crosses a gulf claims the other shore; a neighbour by land has the better right.

    So a piece without a settlement of the unit goes to the neighbour with the longest border.
    """
    homes = {
        code: MultiPoint([p for p, owner in zip(points.geoms, codes, strict=True) if owner == code])
        for code in dissolved
    }
    for code, whole in list(dissolved.items()):
        for piece in _polygons(whole).geoms:
            borders = {
                other: piece.intersection(shape).length
                for other, shape in dissolved.items()
                if other != code
            }
            nearest = max(borders, key=lambda other: borders[other])
            if borders[nearest] and not piece.intersects(homes[code]):
                dissolved[nearest] = dissolved[nearest].union(piece)
                dissolved[code] = dissolved[code].difference(piece)


def _rounded(coordinates: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.round(coordinates, DECIMALS)


def _polygons(shape: BaseGeometry) -> MultiPolygon:
    parts: list[Polygon] = [
        part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"
    ]
    parts.sort(key=lambda part: -part.area)
    return MultiPolygon(parts)


def _project(shape: Any, *, inverse: bool) -> Any:
    transformer = Transformer.from_crs("EPSG:4326", GREEK_GRID, always_xy=True)
    direction = "INVERSE" if inverse else "FORWARD"

    def projected(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        x, y = transformer.transform(points[:, 0], points[:, 1], direction=direction)
        return np.column_stack([x, y])

    return shapely.transform(shape, projected)


def _points(shape: BaseGeometry) -> int:
    return int(shapely.get_num_coordinates(shape))


def _write_areas(path: Path, outlines: Outlines) -> None:
    _write(path, (({"code": code}, shape) for code, shape in outlines.items()))


def _write_coast(path: Path, outlines: Outlines) -> None:
    land = _polygons(shapely.coverage_union_all(list(outlines.values())))
    kinds = ["main", *["islet"] * (len(land.geoms) - 1)]
    pairs = zip(kinds, land.geoms, strict=True)
    _write(path, (({"kind": kind}, Polygon(shape.exterior)) for kind, shape in pairs))


def _write(path: Path, features: Iterable[tuple[dict[str, str], BaseGeometry]]) -> None:
    """One feature a line, counter-clockwise as RFC 7946 asks, so that changes can be read."""
    lines = [
        json.dumps(
            {"type": "Feature", "properties": properties, "geometry": _geometry(shape)},
            separators=(",", ":"),
        )
        for properties, shape in features
    ]
    body = ",\n".join(lines)
    path.write_text('{"type":"FeatureCollection","features":[\n' + body + "\n]}\n", "utf-8")
    print(f"{path}: {path.stat().st_size / 1000:.0f} KB")


def _geometry(shape: BaseGeometry) -> dict[str, Any]:
    geometry: dict[str, Any] = json.loads(
        shapely.to_geojson(shapely.orient_polygons(shape, exterior_cw=False))
    )
    return geometry


def read_outlines(path: Path, key: str) -> Outlines:
    features = json.loads(path.read_text("utf-8"))["features"]
    return {
        feature["properties"][key]: _polygons(
            shapely.make_valid(shapely.from_geojson(json.dumps(feature["geometry"])))
        )
        for feature in features
    }


def agreement(ours: Outlines, official: Outlines) -> float:
    """The share of the land both know that lies in the same unit in both."""
    mine = {code: _project(shape, inverse=False) for code, shape in ours.items()}
    theirs = {code: _project(shape, inverse=False) for code, shape in official.items()}
    common = shapely.union_all(list(mine.values())) & shapely.union_all(list(theirs.values()))
    same = sum((mine[code] & theirs[code]).area for code in mine.keys() & theirs.keys())
    return float(same / common.area)


if __name__ == "__main__":
    main()
