"""Two real files of other cities go in whole, and do not double."""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from aitima.service_requests import history
from aitima.service_requests.importing import files
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import ProtocolCounter, ServiceRequest

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("AITIMA_TEST_DATA") or ROOT.parent / "shared" / "data")
AT = datetime(2026, 11, 23, 10, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("lesvos")


def data(name: str) -> Path:
    path = DATA / name
    if not path.is_file():
        pytest.skip(f"{name} is not in {DATA}; AITIMA_TEST_DATA names another folder")
    return path


def test_ten_thousand_requests_of_los_angeles_go_in() -> None:
    mapping = ROOT / "docs" / "importing" / "los-angeles.toml"

    report = files.import_file(data("requests_la_10k.csv"), mapping, at=AT)

    assert (report.added, report.unchanged, report.refused) == (10_000, 0, 0)
    states = Counter(ServiceRequest.objects.values_list("status", flat=True))
    assert states == {
        Status.RESOLVED: 9723,
        Status.REJECTED: 244,
        Status.SUBMITTED: 16,
        Status.IN_PROGRESS: 15,
        Status.FORWARDED: 2,
    }
    assert ProtocolCounter.objects.get(year=2020).last == 10_000
    assert not ServiceRequest.objects.filter(latitude__isnull=False, area=None).exists()
    assert history.verify() == []
    again = files.import_file(data("requests_la_10k.csv"), mapping, at=AT)
    assert (again.added, again.unchanged) == (0, 10_000)


def test_sixty_two_thousand_reports_of_zurich_go_in() -> None:
    mapping = ROOT / "docs" / "importing" / "zurich.toml"

    report = files.import_file(data("requests_zurich_62k.csv"), mapping, at=AT)

    assert (report.added, report.unchanged, report.refused) == (62_245, 0, 0)
    groups = Counter(ServiceRequest.objects.values_list("service__code", flat=True))
    assert groups["bin-full"] == 24_090
    assert groups["pests"] == 890
    years = dict(ProtocolCounter.objects.values_list("year", "last"))
    assert sum(years.values()) == 62_245
    assert min(years) == 2016
    assert not ServiceRequest.objects.filter(area=None).exists()
