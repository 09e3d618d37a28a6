"""Every mistake in a folder is told with its file, its line or key, and what to do."""

import tomllib
from pathlib import Path

import pytest

from aitima.municipalities.loading import described
from aitima.municipalities.mistakes import MunicipalityRefused
from tests.municipalities.conftest import EXAMPLE, Spoil, mistakes_of

CASES = tomllib.loads((EXAMPLE.parent / "mistakes.toml").read_text("utf-8"))["spoilt"]
CROSSED = "[[22.0,38.0],[22.1,38.1],[22.1,38.0],[22.0,38.1],[22.0,38.0]]"
SQUARE = "[[22.0,38.0],[22.1,38.0],[22.1,38.1],[22.0,38.1],[22.0,38.0]]"


def test_the_example_is_without_mistakes() -> None:
    assert described(EXAMPLE).municipality.code == "example"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["told"])
def test_a_mistake_is_told_with_its_place_and_remedy(
    folder: Path, edit: Spoil, case: dict[str, str]
) -> None:
    edit(case["file"], case["old"], case["new"])

    assert case["told"] in mistakes_of(folder)


def test_all_mistakes_of_all_files_are_told_at_once(folder: Path, edit: Spoil) -> None:
    edit("organisation.toml", 'parent = "TECH"', 'parent = "TEHC"')
    edit("services.toml", 'unit = "TOP"', 'unit = "TOP OF ALL"')
    edit("areas.geojson", SQUARE, CROSSED)
    edit("places.csv", "22.15,38.02", "23.15,38.02")
    edit("municipality.toml", "day = 14", "day = 31")

    files = [mistake.partition(",")[0] for mistake in mistakes_of(folder)]

    assert files == [
        "areas.geojson",
        "municipality.toml",
        "organisation.toml",
        "places.csv",
        "services.toml",
    ]


def test_an_unreadable_file_is_one_mistake_not_one_for_all_that_refers_to_it(folder: Path) -> None:
    (folder / "organisation.toml").write_text("[[units", "utf-8")

    (mistake,) = mistakes_of(folder)

    assert mistake.startswith("organisation.toml, line 1: this is not TOML")


@pytest.mark.parametrize(
    "file", ["municipality.toml", "organisation.toml", "services.toml", "areas.csv", "places.csv"]
)
def test_a_missing_file_is_one_mistake(folder: Path, file: str) -> None:
    (folder / file).unlink()

    assert mistakes_of(folder) == [f"{file}: it cannot be read: No such file or directory"]


def test_bytes_that_are_no_utf8_are_told_with_their_line(folder: Path) -> None:
    (folder / "places.csv").write_bytes("code\nΚάστρο".encode("cp1253"))

    assert mistakes_of(folder) == ["places.csv, line 2: this is not UTF-8: save it as UTF-8"]


def test_a_text_must_be_there_in_every_language(folder: Path) -> None:
    (folder / "texts").mkdir()
    (folder / "texts" / "help.el.md").write_text("# Βοήθεια", "utf-8")

    assert mistakes_of(folder) == ["texts/help.el.md: write it also as help.en.md"]


def test_a_folder_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(MunicipalityRefused) as refused:
        described(tmp_path / "nowhere")

    assert str(refused.value).splitlines() == [
        "Nothing was loaded: one mistake.",
        f"{tmp_path}/nowhere: there is no such folder",
    ]
