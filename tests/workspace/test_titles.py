import pytest

from aitima.workspace.queue.rows import title
from tests.factories import submitted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Καλημέρα σας. Η λάμπα δεν ανάβει. Ευχαριστώ.", "Η λάμπα δεν ανάβει"),
        ("ΚΑΛΗΣΠΕΡΑ! Πότε περνά το απορριμματοφόρο;", "Πότε περνά το απορριμματοφόρο;"),
        ("Good morning.\nThe bin is full.", "The bin is full"),
        ("Γεια σας, η στάση έσπασε. Βιαστείτε.", "Γεια σας, η στάση έσπασε"),
    ],
)
def test_a_greeting_is_no_title(description: str, expected: str) -> None:
    assert title(submitted(description=description)) == expected


def test_nothing_but_a_greeting_takes_the_services_name() -> None:
    service_request = submitted(description="Καλημέρα σας.")

    assert title(service_request) == service_request.service.name
