from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from aitima.core import photo_places

GPS = 0x8825
MAKE = 0x010F
KALLONI = (39.2336, 26.2071)


def photo(image_format: str = "JPEG", **gps: Any) -> BytesIO:
    exif = Image.Exif()
    exif[MAKE] = "Telephone"
    place = exif.get_ifd(GPS)
    place.update(
        {
            1: gps.get("north", "N"),
            2: gps.get("latitude", (39.0, 14.0, 0.96)),
            3: gps.get("east", "E"),
            4: gps.get("longitude", (26.0, 12.0, 25.56)),
        }
    )
    file = BytesIO()
    Image.new("RGB", (40, 30), "#345").save(file, image_format, exif=exif)
    return file


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_of_each_format_says_where_it_was_taken(image_format: str) -> None:
    assert photo_places.point_of(photo(image_format)) == pytest.approx(KALLONI, abs=1e-6)


def test_south_and_west_are_negative() -> None:
    file = photo(north="S", east="W")

    assert photo_places.point_of(file) == pytest.approx((-KALLONI[0], -KALLONI[1]), abs=1e-6)


def test_the_file_is_left_at_its_beginning() -> None:
    file = photo()

    photo_places.point_of(file)

    assert file.tell() == 0


@pytest.mark.parametrize(
    "gps",
    [
        {"latitude": (0.0, 0.0, 0.0), "longitude": (0.0, 0.0, 0.0)},
        {"latitude": (95.0, 0.0, 0.0)},
        {"longitude": (181.0, 0.0, 0.0)},
        {"latitude": (39.0,)},
    ],
)
def test_a_place_that_cannot_be_is_none(gps: dict[str, Any]) -> None:
    assert photo_places.point_of(photo(**gps)) is None


@pytest.mark.parametrize("content", [b"", b"no photo", photo().getvalue()[:60]])
def test_what_cannot_be_read_has_no_place_and_no_error(content: bytes) -> None:
    assert photo_places.point_of(BytesIO(content)) is None


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("39.2336,26.2071", KALLONI),
        ("39.2336", None),
        ("39.2336,26.2071,5", None),
        ("nan,26.2", None),
        ("inf,26.2", None),
        ("91,26.2", None),
        ("0,0", None),
        ("here,there", None),
        ("", None),
    ],
)
def test_a_point_beside_the_photo_is_looked_at(text: str, point: object) -> None:
    assert photo_places.typed(text) == point
