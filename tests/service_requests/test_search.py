import pytest

from aitima.service_requests import queries
from aitima.service_requests.models import ServiceRequest
from tests.factories import submitted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Μεγάλη λακκούβα μπροστά στο σχολείο", "ΛΑΚΚΟΥΒΕΣ"),
        ("ΛΑΚΚΟΥΒΕΣ ΠΑΝΤΟΥ", "λακκούβα"),
        ("Οι κάδοι ξεχειλίζουν", "καδος"),
        ("Δεν ανάβουν τα φώτα της πλατείας", "ΠΛΑΤΕΙΑ φωτα"),
        ("Broken street lamps", "lamp"),
    ],
)
def test_accents_capitals_and_endings_do_not_matter(written: str, searched: str) -> None:
    wanted = submitted(description=written)
    submitted(description="Κάτι εντελώς διαφορετικό, χωρίς σχέση")

    found = queries.matching(ServiceRequest.objects.all(), searched)

    assert [row.number for row in found] == [wanted.number]


@pytest.mark.parametrize("searched", ["2026/000001", "000001", "1"])
def test_a_number_is_found_whole_or_by_its_end(searched: str) -> None:
    wanted = submitted()
    submitted()

    found = queries.matching(ServiceRequest.objects.all(), searched)

    assert [row.pk for row in found] == [wanted.pk]
