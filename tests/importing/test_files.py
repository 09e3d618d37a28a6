"""Files of other systems: good rows go in, bad ones come out with line and reason."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import override_settings

from aitima.service_requests import history
from aitima.service_requests.importing import files
from aitima.service_requests.importing.files import ImportReport
from aitima.service_requests.importing.points import degrees, transformer_for
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import Channel, EventKind, RequestEvent, ServiceRequest
from tests.factories import NOON
from tests.importing.files_and_mappings import (
    GOOD,
    HEADER,
    MAPPING,
    OPEN,
    write_file,
    write_mapping,
)

pytestmark = pytest.mark.usefixtures("lesvos")

LV95 = MAPPING.replace("[dates]", '[points]\ncrs = "EPSG:2056"\nmove = "box"\n{box}\n[dates]')


def run(folder: Path, *rows: str, mapping: str = MAPPING, encoding: str = "utf-8") -> ImportReport:
    file = write_file(folder, *rows, encoding=encoding)
    return files.import_file(file, write_mapping(folder, mapping), at=NOON)


def reasons(report: ImportReport) -> list[tuple[int, str]]:
    assert report.errors
    with report.errors.open(encoding="utf-8-sig", newline="") as text:
        return [(int(row["line"]), row["reason"]) for row in csv.DictReader(text)]


def one() -> ServiceRequest:
    return ServiceRequest.objects.with_names().get()


def test_a_row_becomes_a_request_with_what_the_mapping_says(tmp_path: Path) -> None:
    report = run(tmp_path, GOOD)

    assert (report.added, report.unchanged, report.refused, report.errors) == (1, 0, 0, None)
    made = one()
    assert made.number == "2025/000001"
    assert (made.source, made.source_id) == ("old-system", "A1")
    assert (made.service.code, made.unit.code) == ("lighting-lamp", "DTY2")
    assert made.submitted_at == datetime(2025, 2, 3, 7, 30, tzinfo=UTC)
    assert made.closed_at == datetime(2025, 2, 5, 10, tzinfo=UTC)
    assert (made.status, made.channel) == (Status.RESOLVED, Channel.PHONE)
    assert (made.description, made.address) == ("Κάηκε η λάμπα.", "Ερμού 1")
    assert made.area
    assert made.area.code == "530101"
    assert made.place
    assert made.place.name == "Μυτιλήνη"
    assert history.verify() == []


def test_the_history_says_where_it_comes_from(tmp_path: Path) -> None:
    run(tmp_path, GOOD)

    first = RequestEvent.objects.get(sequence=1)
    assert first.kind == EventKind.IMPORTED
    assert first.data == {"channel": "phone", "source": "old-system", "source_id": "A1"}


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("open", Status.SUBMITTED),
        ("working", Status.IN_PROGRESS),
        ("finished", Status.RESOLVED),
        ("declined", Status.REJECTED),
        ("elsewhere", Status.FORWARDED),
    ],
)
def test_states_become_ours(tmp_path: Path, state: str, status: Status) -> None:
    run(tmp_path, GOOD.replace("finished", state))

    assert one().status == status


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("A1", "", "it has no id"),
        ("A1", "A" * 61, "the id has 61 characters, 60 at most"),
        ("03/02/2025 09:30", "", "the time of arrival is empty"),
        ("03/02/2025 09:30", "2025-02-03", "'2025-02-03' is not a date in any of: %d/%m/%Y"),
        ("03/02/2025 09:30", "30/02/2025", "'30/02/2025' is not a date"),
        ("03/02/2025 09:30", "03/02/2035 09:30", "it arrived in the future: 2035-02-03 09:30"),
        ("05/02/2025 12:00", "", "it is closed, but the time of closing is empty"),
        ("05/02/2025 12:00", "01/02/2025", "closed_at '01/02/2025' is earlier than"),
        ("05/02/2025 12:00", "05/02/2035", "it was closed in the future: 2035-02-05"),
        ("finished", "lost", "the status 'lost' is not in the mapping, which has no default"),
        ("lamp", "tree", "the service 'tree' is not in the mapping"),
        ("Κάηκε η λάμπα.", " ", "it has no text"),
        ("Κάηκε η λάμπα.", "α" * 4001, "the text has 4001 characters, 4000 at most"),
        ("Κάηκε η λάμπα.", "α\x00", "the text holds a character that no text has"),
        ("Ερμού 1", "δ" * 301, "the address has 301 characters, 300 at most"),
        ("26.5551", "east", "'east', '39.1050' are no coordinates"),
        ("26.5551", "", "'', '39.1050' are no coordinates"),
        ("26.5551", "nan", "lie outside the coordinate system"),
        ("39.1050", "139.1", "not on earth"),
        ("26.5551", "23.7275", "is outside the municipality; the nearest place is"),
        (",Ερμού 1", ",Ερμού 1,more", "it has 11 fields, the first line has 10"),
    ],
)
def test_a_bad_row_comes_out_with_line_and_reason(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert old in GOOD

    report = run(tmp_path, OPEN, GOOD.replace(old, new, 1))

    assert (report.added, report.refused) == (1, 1)
    ((line, told),) = reasons(report)
    assert line == 3
    assert reason in told


def test_an_id_that_comes_twice_is_refused_the_second_time(tmp_path: Path) -> None:
    report = run(tmp_path, GOOD, OPEN, GOOD.replace("lamp,", "hole,"))

    assert reasons(report) == [(4, "line 2 has the same id 'A1'")]
    assert report.added == 2


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    two_lines = GOOD.replace("Κάηκε η λάμπα.", '"Κάηκε\nη λάμπα."')

    report = run(tmp_path, two_lines, OPEN.replace("04/02/2025", "soon"))

    assert [line for line, _ in reasons(report)] == [4]
    assert one().description == "Κάηκε\nη λάμπα."


def test_the_file_of_errors_keeps_the_row_so_that_it_can_be_mended(tmp_path: Path) -> None:
    report = run(tmp_path, GOOD.replace("finished", "lost"))

    assert report.errors == tmp_path / "old.errors.csv"
    with report.errors.open(encoding="utf-8-sig", newline="") as text:
        header, row = csv.reader(text)
    assert header == ["line", "reason", *HEADER.split(",")]
    assert row[2:] == GOOD.replace("finished", "lost").split(",")


def test_where_the_folder_cannot_be_written_the_errors_go_to_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    var = tmp_path / "var"
    monkeypatch.setattr("os.access", lambda *_: False)

    with override_settings(AITIMA_VAR=var):
        report = run(tmp_path, GOOD.replace("finished", "lost"))

    assert report.errors == var / "imports" / "old.errors.csv"


def test_running_again_adds_only_what_was_mended(tmp_path: Path) -> None:
    run(tmp_path, GOOD.replace("finished", "lost"), OPEN)

    report = run(tmp_path, GOOD, OPEN)

    assert (report.added, report.unchanged, report.refused) == (1, 1, 0)
    assert ServiceRequest.objects.count() == 2


def test_rows_without_an_id_are_told_apart_by_how_often_they_come(tmp_path: Path) -> None:
    mapping = MAPPING.replace('id = "number"', "")
    first = run(tmp_path, GOOD, GOOD, OPEN, mapping=mapping)

    again = run(tmp_path, GOOD, GOOD, OPEN, GOOD, mapping=mapping)

    assert (first.added, again.added, again.unchanged) == (3, 1, 3)


def test_a_greek_code_page_and_semicolons_are_read(tmp_path: Path) -> None:
    mapping = MAPPING.replace("[dates]", '[file]\nencoding = "cp1253"\ndelimiter = ";"\n[dates]')
    file = write_file(tmp_path, GOOD.replace(",", ";"), header=HEADER.replace(",", ";"))
    file.write_text(file.read_text(encoding="utf-8"), encoding="cp1253")

    files.import_file(file, write_mapping(tmp_path, mapping), at=NOON)

    assert one().description == "Κάηκε η λάμπα."


def test_a_row_in_another_encoding_is_refused(tmp_path: Path) -> None:
    report = run(tmp_path, GOOD, encoding="cp1253")

    assert [reason for _, reason in reasons(report)] == [
        "it holds characters that are not in the file's encoding"
    ]


def test_times_are_those_of_the_zone(tmp_path: Path) -> None:
    run(tmp_path, GOOD, mapping=MAPPING.replace("[dates]", '[dates]\nzone = "UTC"'))

    assert one().submitted_at == datetime(2025, 2, 3, 9, 30, tzinfo=UTC)


def test_an_end_that_nobody_wrote_down_can_be_taken_for_granted(tmp_path: Path) -> None:
    mapping = MAPPING.replace("[dates]", "[dates]\nclosed_after_days = 2")

    run(tmp_path, GOOD.replace("05/02/2025 12:00", ""), mapping=mapping)

    assert one().closed_at == datetime(2025, 2, 5, 7, 30, tzinfo=UTC)


def test_the_first_filled_of_several_columns_counts(tmp_path: Path) -> None:
    mapping = MAPPING.replace('closed_at = "done"', 'closed_at = ["done", "received"]')

    run(tmp_path, GOOD.replace("05/02/2025 12:00", ""), mapping=mapping)

    assert one().closed_at == one().submitted_at


def test_a_template_makes_the_text(tmp_path: Path) -> None:
    mapping = MAPPING.replace("[dates]", '[text]\ntemplate = "{matter}: {street}"\n[dates]')

    run(tmp_path, GOOD, mapping=mapping)

    assert one().description == "lamp: Ερμού 1"


def test_a_point_outside_may_be_dropped_instead(tmp_path: Path) -> None:
    mapping = MAPPING.replace("[dates]", '[points]\noutside = "drop"\n[dates]')

    report = run(tmp_path, GOOD.replace("26.5551", "23.7275"), mapping=mapping)

    assert report.added == 1
    assert (one().latitude, one().area) == (None, None)


def test_swiss_coordinates_are_transformed() -> None:
    latitude, longitude = degrees(transformer_for("EPSG:2056"), "2600000", "1200000")

    # The origin of the grid is the old observatory of Bern.
    assert latitude == pytest.approx(46.95108, abs=1e-4)
    assert longitude == pytest.approx(7.43864, abs=1e-4)


def test_a_file_is_moved_into_the_box_with_its_shape(tmp_path: Path) -> None:
    mapping = LV95.format(box="box = [26.36, 39.10, 26.42, 39.16]")
    south_west = GOOD.replace("26.5551,39.1050", "2680000,1245000")
    north_east = OPEN.replace("26.5540,39.1060", "2684000,1250000")

    report = run(tmp_path, south_west, north_east, mapping=mapping)

    assert report.added == 2
    first, second = ServiceRequest.objects.order_by("source_id")
    assert (first.latitude, first.longitude) == pytest.approx((39.10, 26.36), abs=0.002)
    assert (second.latitude, second.longitude) == pytest.approx((39.16, 26.42), abs=0.002)


def test_what_the_move_would_drop_into_the_sea_goes_ashore(tmp_path: Path) -> None:
    mapping = LV95.format(box="box = [26.60, 38.90, 26.90, 39.00]")

    report = run(
        tmp_path,
        GOOD.replace("26.5551,39.1050", "2680000,1245000"),
        OPEN.replace("26.5540,39.1060", "2684000,1250000"),
        mapping=mapping,
    )

    assert report.added == 2
    assert all(made.area for made in ServiceRequest.objects.with_names().order_by("pk"))


def test_scattering_puts_the_same_row_at_the_same_place(tmp_path: Path) -> None:
    mapping = MAPPING.replace("[dates]", '[points]\nmove = "settlements"\n[dates]')
    run(tmp_path, GOOD, mapping=mapping)
    first = one()
    renamed = mapping.replace("old-system", "another")

    run(tmp_path, GOOD, mapping=renamed)

    second = ServiceRequest.objects.get(source="another")
    assert (first.latitude, first.longitude) == (second.latitude, second.longitude)
    assert first.area_id


def test_progress_is_told_while_reading(tmp_path: Path) -> None:
    rows = [GOOD.replace("A1", f"A{number}") for number in range(600)]
    told: list[int] = []

    files.read(write_file(tmp_path, *rows), write_mapping(tmp_path), at=NOON, progress=told.append)

    assert told == [500]
