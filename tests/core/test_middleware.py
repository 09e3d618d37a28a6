import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/help/?q=a%00b", "/help/?a%00b=1", "/requests/2026/%00/", "/language/%00/"]
)
def test_a_nul_character_in_an_address_is_a_bad_request(client: Client, path: str) -> None:
    assert client.get(path).status_code == 400


def test_a_nul_character_in_a_form_is_a_bad_request(client: Client) -> None:
    assert client.post("/report/", {"text": "a\x00b"}).status_code == 400


def test_other_characters_pass(client: Client) -> None:
    assert client.get("/help/?q=%F0%9F%92%A1%E2%80%AE%01").status_code == 200
