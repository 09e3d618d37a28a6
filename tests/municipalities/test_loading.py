"""A folder becomes rows: completely or not at all, and again only where it changed."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

from aitima.catalogue.models import Route, Service, ServiceGroup
from aitima.catalogue.queries import catalogue
from aitima.geography.models import Area, Place
from aitima.geography.queries import area_at
from aitima.municipalities.loading import load
from aitima.municipalities.mistakes import MunicipalityRefused
from aitima.municipalities.report import LoadReport
from aitima.organisation.calendar import add_working_days, working_calendar
from aitima.organisation.models import Municipality, Unit
from tests.municipalities.conftest import EXAMPLE, Spoil
from tests.support.queries import count_queries

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_another_municipality_is_loaded_from_its_data_alone() -> None:
    report = load(EXAMPLE, at=AT)

    assert report.changed_something
    assert Municipality.objects.get().names["en"] == "Municipality of Example"
    assert set(Unit.objects.values_list("path", flat=True)) == {
        "TOP/",
        "TOP/TECH/",
        "TOP/TECH/CREW/",
        "TOP/EAST/",
    }
    hole = catalogue().services["hole"]
    assert hole.photo == "required"
    assert hole.keywords == ["λακκούβα", "τρύπα", "hole"]
    assert catalogue().unit_for(hole, area_at(38.05, 22.15)).code == "EAST"
    assert catalogue().unit_for(hole, area_at(38.05, 22.05)).code == "TECH"


def test_its_working_hours_rule_its_deadlines() -> None:
    load(EXAMPLE, at=AT)
    saturday = datetime(2026, 3, 14, 8, 0, tzinfo=UTC)

    due = add_working_days(saturday, 1, working_calendar())

    assert due.isoformat() == "2026-03-17T14:30:00+02:00"


def test_loading_again_changes_nothing() -> None:
    load(EXAMPLE, at=AT)

    report = load(EXAMPLE, at=LATER)

    assert not report.changed_something
    assert report.of("units").unchanged == 4


def test_loading_again_only_reads(lesvos: None) -> None:
    folder = Path(load.__code__.co_filename).parent / "lesvos"

    assert count_queries(lambda: load(folder, at=LATER)) == 16


def test_a_change_is_reported_and_made(folder: Path, edit: Spoil) -> None:
    load(folder, at=AT)
    edit("organisation.toml", "21000 00 001", "21000 00 009")
    edit("organisation.toml", 'parent = "TECH"', 'parent = "EAST"')
    edit("services.toml", "target_days = 3", "target_days = 5")
    edit("routing.toml", '"EAST"', '"CREW"')

    report = load(folder, at=LATER)

    assert report.of("units").changed == ["TECH", "CREW"]
    assert report.of("services").changed == ["hole"]
    assert report.of("routes").changed == ["hole × E"]
    assert Unit.objects.get(code="CREW").path == "TOP/EAST/CREW/"
    assert str(report.of("units")) == "units: 4 in force, 2 changed (TECH, CREW)"


def test_what_is_gone_is_retired_and_never_deleted(folder: Path, edit: Spoil) -> None:
    load(folder, at=AT)
    without_the_snow(folder, edit)

    report = load(folder, at=LATER)

    crew = Unit.objects.get(code="CREW")
    assert report.of("units").retired == ["CREW"]
    assert report.of("services").retired == ["snow"]
    assert crew.valid_until == date(2026, 6, 1)
    assert not Unit.objects.valid(on=date(2026, 6, 1)).filter(code="CREW").exists()
    assert Unit.objects.valid(on=date(2026, 5, 31)).filter(code="CREW").exists()
    assert not Service.objects.get(code="snow").active
    assert "snow" not in catalogue().services


def test_what_comes_back_is_in_force_again(folder: Path, edit: Spoil) -> None:
    load(folder, at=AT)
    without_the_snow(folder, edit)
    load(folder, at=LATER)

    report = load(EXAMPLE, at=LATER)

    assert report.of("units").changed == ["CREW"]
    assert Unit.objects.get(code="CREW").valid_until is None
    assert Service.objects.get(code="snow").active


def test_a_retired_unit_stays_under_the_unit_it_was_in(folder: Path, edit: Spoil) -> None:
    load(folder, at=AT)
    without_the_snow(folder, edit)
    edit("organisation.toml", 'parent = "TOP"\nkind = "department"', 'kind = "department"')

    load(folder, at=LATER)

    assert Unit.objects.get(code="CREW").path == "TECH/CREW/"


def test_places_areas_and_routes_that_are_gone_are_retired(folder: Path) -> None:
    load(folder, at=AT)
    drop_line(folder / "places.csv", "E1a")
    drop_line(folder / "areas.csv", "E,")
    drop_line(folder / "areas.geojson", '"code":"E"')
    geojson = folder / "areas.geojson"
    geojson.write_text(geojson.read_text("utf-8").replace("}},\n]}", "}}\n]}"), "utf-8")
    (folder / "routing.toml").unlink()

    report = load(folder, at=LATER)

    assert report.of("areas").retired == ["E"]
    assert report.of("places").retired == ["E1a"]
    assert report.of("routes").retired == ["hole × E"]
    assert not Area.objects.get(code="E").active
    assert not Place.objects.get(code="E1a").active
    assert not Route.objects.exists()


def test_with_a_mistake_nothing_is_loaded(folder: Path, edit: Spoil) -> None:
    edit("routing.toml", '"EAST"', '"WEST"')

    with pytest.raises(MunicipalityRefused, match="there is no 'WEST'"):
        load(folder, at=AT)

    assert not Municipality.objects.exists()
    assert not Unit.objects.exists()


def test_when_the_database_fails_halfway_nothing_is_loaded() -> None:
    refuse_services()

    with pytest.raises(DatabaseError, match="no services today"):
        load(EXAMPLE, at=AT)

    assert not Unit.objects.exists()
    assert not ServiceGroup.objects.exists()


def test_a_database_serves_one_municipality(lesvos: None) -> None:
    with pytest.raises(MunicipalityRefused, match="this database serves 'lesvos'"):
        load(EXAMPLE, at=AT)

    assert Unit.objects.valid(on=AT.date()).count() == 72


def test_progress_is_told_from_nothing_to_all() -> None:
    told: list[tuple[str, int, int]] = []

    load(EXAMPLE, at=AT, progress=lambda step, done, total: told.append((step, done, total)))

    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)
    assert told[-1][1] == told[-1][2]


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_wait_for_each_other() -> None:
    reports: list[LoadReport] = []
    threads = [threading.Thread(target=load_in_thread, args=[reports]) for _ in range(2)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(report.changed_something for report in reports) == [False, True]
    assert Unit.objects.count() == 4


def load_in_thread(reports: list[LoadReport]) -> None:
    try:
        reports.append(load(EXAMPLE, at=AT))
    finally:
        connection.close()


def without_the_snow(folder: Path, edit: Spoil) -> None:
    """Take the crew out of the chart, and the service that it handled out of the catalogue."""
    remove(folder / "organisation.toml", "[[units]]", 'code = "CREW"')
    remove(folder / "services.toml", "[[groups.services]]", 'code = "snow"')


def remove(path: Path, header: str, mark: str) -> None:
    text = path.read_text("utf-8")
    kept = [part for part in blocks(text) if not (part.startswith(header) and mark in part)]
    path.write_text("\n\n".join(kept) + "\n", "utf-8")


def blocks(text: str) -> Iterator[str]:
    return (part.strip() for part in text.split("\n\n"))


def drop_line(path: Path, mark: str) -> None:
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if mark not in line), "utf-8")


def refuse_services() -> None:
    """Let the database itself refuse what is written near the end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN RAISE EXCEPTION 'no services today'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON catalogue_service"
            " FOR EACH ROW EXECUTE FUNCTION refuse()"
        )
