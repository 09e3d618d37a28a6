"""Things with a number on them: loaded from a file, found however the number is typed."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError

from aitima.catalogue.models import Asset
from aitima.municipalities import assets
from aitima.municipalities.loading import load
from aitima.municipalities.mistakes import MunicipalityRefused

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
CASES = tomllib.loads(Path(__file__).with_name("asset_mistakes.toml").read_text("utf-8"))["spoilt"]
HEADER = "code,service,lat,lon,name_el,name_en,address\n"
POST = "Μ-0412,hole,38.05,22.05,Στύλος,Pole,Πλατεία 1\n"
BENCH = "P 7,,38.05,22.15,,,\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path, folder: Path) -> Path:
    load(folder, at=AT)
    return tmp_path / "numbers.csv"


def write(file: Path, *rows: str) -> Path:
    file.write_text(HEADER + "".join(rows), "utf-8")
    return file


def test_an_asset_knows_its_service_area_and_nearest_place(file: Path) -> None:
    changes = assets.load(write(file, POST, BENCH))

    pole = Asset.objects.select_related("area", "place", "service").get(code="Μ-0412")
    assert changes.added == ["Μ-0412", "P 7"]
    assert pole.service is not None
    assert pole.service.code == "hole"
    assert pole.area is not None
    assert pole.area.code == "W"
    assert pole.place is not None
    assert pole.address == "Πλατεία 1"


def test_the_same_file_again_changes_nothing(file: Path) -> None:
    assets.load(write(file, POST, BENCH))

    assert not assets.load(file)


def test_what_is_not_in_a_file_stays_unless_the_file_is_complete(file: Path) -> None:
    assets.load(write(file, POST, BENCH))
    write(file, POST.replace("Πλατεία 1", "Πλατεία 2"))

    assert assets.load(file).changed == ["Μ-0412"]
    assert assets.load(file, complete=True).retired == ["P 7"]
    assert list(Asset.objects.active().values_list("address", flat=True)) == ["Πλατεία 2"]


@pytest.mark.parametrize("typed", ["Μ-0412", "M-0412", "m0412", "μ 0412", "Μ.0412"])
def test_a_number_is_found_however_it_is_typed(file: Path, typed: str) -> None:
    assets.load(write(file, POST))

    assert Asset.objects.signed(typed).get().code == "Μ-0412"


def test_numbers_that_look_alike_cannot_both_be_there(file: Path) -> None:
    assets.load(write(file, POST))

    with pytest.raises(IntegrityError):
        Asset.objects.create(code="M0412", latitude=38.05, longitude=22.05)


def test_a_folder_may_bring_its_assets(folder: Path) -> None:
    write(folder / "assets.csv", POST, BENCH)

    report = load(folder, at=AT)

    assert report.of("assets").total == 2


def test_a_folder_that_does_not_speak_of_assets_leaves_them_as_they_are(
    file: Path, folder: Path
) -> None:
    assets.load(write(file, POST))

    load(folder, at=AT)

    assert Asset.objects.active().count() == 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["told"])
def test_a_mistake_in_a_file_of_assets_is_told_and_nothing_loaded(
    file: Path, case: dict[str, str]
) -> None:
    with pytest.raises(MunicipalityRefused) as refused:
        assets.load(write(file, POST, case["row"] + "\n"))

    assert list(map(str, refused.value.mistakes)) == [f"numbers.csv, line 3, {case['told']}"]
    assert not Asset.objects.exists()
