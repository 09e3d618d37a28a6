"""What the public sees of a request, as the staff decide it."""

from django.test import Client

from aitima.organisation.models import Unit
from tests.factories import make_service, officer, submitted

TEXT = "Ο Γιώργος απέναντι, τηλ. 6944123456, καίει σκουπίδια."


def test_a_colleague_sees_what_looks_like_personal_data_and_publishes_less(
    client: Client, lighting: Unit
) -> None:
    client.force_login(officer(lighting))
    client.cookies["language"] = "en"
    service = make_service(unit=lighting, checked_first=True)
    found = submitted(service=service, description=TEXT, public_text="")
    page = f"/workspace/requests/{found.number}/"

    assert "Look at it for the public" in client.get(page).content.decode()
    form = client.get(f"{page}publication/")
    assert "<b>6944123456</b>" in form.content.decode()
    answers = {"text": "Κάποιος καίει σκουπίδια.", "seen": found.last_event}
    assert client.post(f"{page}publication/", answers)["Location"] == page

    found.refresh_from_db()
    assert found.public
    assert found.public_description == "Κάποιος καίει σκουπίδια."


def test_hiding_needs_no_text(client: Client, lighting: Unit) -> None:
    client.force_login(officer(lighting))
    found = submitted(unit=lighting)
    page = f"/workspace/requests/{found.number}/publication/"

    client.post(page, {"hide": "1", "seen": found.last_event})

    found.refresh_from_db()
    assert not found.public
