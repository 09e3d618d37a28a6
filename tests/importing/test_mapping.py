"""Mistakes in a mapping: every one with its key, all at once, nothing imported."""

from pathlib import Path

import pytest

from aitima.service_requests.importing import files, mapping
from aitima.service_requests.importing.mapping import MappingRefused
from aitima.service_requests.models import ServiceRequest
from tests.factories import NOON
from tests.importing.files_and_mappings import GOOD, MAPPING, write_file, write_mapping

DOCS = Path(__file__).resolve().parents[2] / "docs" / "importing"

pytestmark = pytest.mark.usefixtures("lesvos")


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(MappingRefused) as refused:
        mapping.read(write_mapping(folder, text))
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('source = "old-system"', "", "source: it is missing"),
        ('source = "old-system"', 'source = "old system"', "source: 'old system' is no code"),
        ('submitted_at = "received"', "", "columns, submitted_at: it is missing"),
        ('y = "lat"', "", "columns, x: a point has both"),
        ('x = "lon"', 'longitude = "lon"', "columns, longitude: this key is not known"),
        ('street"', 'street"\nadress = "x"', "did you mean address?"),
        ('id = "number"', "id = 7", "columns, id: write a text, or a list of texts"),
        ("formats = [", "form = [", "dates, formats: it is missing"),
        ("[dates]", '[dates]\nzone = "Europe/Athina"', "dates, zone: 'Europe/Athina' is no time"),
        ("[dates]", "[dates]\nclosed_after_days = -1", "write a whole number from 0"),
        ('open = "submitted"', 'open = "new"', "statuses, values.\"open\": 'new' is not one"),
        ('open = "submitted"', 'open = "waiting"', "'waiting' is not one of ours"),
        ('lamp = "lighting-lamp"', 'lamp = "lamps"', "'lamps' is not one of ours"),
        ('call = "phone"', 'call = "fax"', "'fax' is not one of ours"),
        ('default = "import"', 'default = "fax"', "channels, default: write one of"),
        ('service = "matter"', "", "services.default: without columns.service"),
        ('status = "state"', "", "statuses.default: without columns.status"),
        ('description = "text"', "", "text.template: without columns.description"),
        ("[dates]", '[text]\ntemplate = "{street"\n[dates]', "its braces do not match"),
        ("[dates]", '[text]\nlanguage = "de"\n[dates]', "text, language: write one of el, en"),
        ("[dates]", '[file]\nencoding = "greek-8"\n[dates]', "file, encoding: 'greek-8' is no"),
        ("[dates]", '[file]\ndelimiter = "::"\n[dates]', "file, delimiter: write one of"),
        ("[dates]", '[points]\ncrs = "EPSG:1"\n[dates]', "points, crs: 'EPSG:1' is no"),
        ("[dates]", '[points]\nmove = "box"\n[dates]', 'points.box: move = "box" needs it'),
        ("[dates]", "[points]\nbox = [1, 2, 3]\n[dates]", "points, box: write four numbers"),
        ("[dates]", "[points]\nbox = [3, 2, 1, 4]\n[dates]", "west comes before east"),
        ("[dates]", "[datse]\n[dates]", "datse: this key is not known: did you mean dates?"),
        ("[dates]", "[dates", "it cannot be read"),
    ],
)
def test_a_mistake_is_told_with_its_key(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in MAPPING

    assert told in refusal(tmp_path, MAPPING.replace(old, new, 1))


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = MAPPING.replace("old-system", "old system").replace('"phone"', '"fax"')

    told = refusal(tmp_path, text.replace('"lighting-lamp"', '"lamps"'))

    assert all(word in told for word in ("old system", "fax", "lamps"))


def test_columns_that_the_file_lacks_are_told_with_those_it_has(tmp_path: Path) -> None:
    file = write_file(tmp_path, "A1", header="number")

    with pytest.raises(MappingRefused) as refused:
        files.import_file(file, write_mapping(tmp_path), at=NOON)

    assert "old.csv, line 1, received: there is no such column; there are: number" in str(
        refused.value
    )


def test_columns_of_the_template_must_be_there_too(tmp_path: Path) -> None:
    text = MAPPING.replace("[dates]", '[text]\ntemplate = "{street}, {quarter}"\n[dates]')

    with pytest.raises(MappingRefused, match="quarter: there is no such column"):
        files.import_file(write_file(tmp_path, GOOD), write_mapping(tmp_path, text), at=NOON)


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "old.csv"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(MappingRefused, match="the file is empty"):
        files.import_file(file, write_mapping(tmp_path), at=NOON)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingRefused, match="it cannot be read"):
        files.import_file(tmp_path / "none.csv", write_mapping(tmp_path), at=NOON)


def test_with_a_mistake_in_the_mapping_nothing_is_imported(tmp_path: Path) -> None:
    text = MAPPING.replace('"lighting-lamp"', '"lamps"')

    with pytest.raises(MappingRefused):
        files.import_file(write_file(tmp_path, GOOD), write_mapping(tmp_path, text), at=NOON)

    assert not ServiceRequest.objects.exists()


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.toml")), ids=lambda path: path.stem)
def test_the_documented_mappings_have_no_mistake(path: Path) -> None:
    assert mapping.read(path).source
