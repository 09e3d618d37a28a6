"""A folder of a small, fictitious municipality that a test may spoil."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from aitima.municipalities.loading import described
from aitima.municipalities.mistakes import MunicipalityRefused

EXAMPLE = Path(__file__).parent / "example"

type Spoil = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "example"))


@pytest.fixture
def edit(folder: Path) -> Spoil:
    """Replace a text in one of the folder's files."""

    def replace(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return replace


def mistakes_of(folder: Path) -> list[str]:
    with pytest.raises(MunicipalityRefused) as refused:
        described(folder)
    return [str(mistake) for mistake in refused.value.mistakes]
