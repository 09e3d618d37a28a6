from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client

from aitima.accounts.models import LimitCount, User
from aitima.organisation.models import Unit
from tests.factories import make_municipality, make_user, officer

SIGN_IN = "/workspace/sign-in/"
PASSWORD = "korakas-7-elies"


@pytest.fixture
def clerk(lighting: Unit) -> User:
    return officer(lighting, username="clerk", password=PASSWORD)


def sign_in(client: Client, password: str, **more: str) -> int:
    facts = {"username": "clerk", "password": password} | more
    return client.post(SIGN_IN, facts).status_code


def test_pages_ask_for_a_sign_in_and_then_lead_where_one_wanted_to_go(
    client: Client, clerk: User
) -> None:
    asked = client.get("/workspace/?view=mine")
    entered = client.post(
        asked["Location"],
        {"username": "clerk", "password": PASSWORD, "next": "/workspace/?view=mine"},
    )

    assert asked["Location"] == f"{SIGN_IN}?next=/workspace/%3Fview%3Dmine"
    assert entered["Location"] == "/workspace/?view=mine"


def test_the_way_on_never_leads_to_a_strangers_site(client: Client, clerk: User) -> None:
    response = client.post(
        SIGN_IN, {"username": "clerk", "password": PASSWORD, "next": "https://example.org/"}
    )

    assert response["Location"] == "/workspace/"


def test_a_wrong_password_is_told_at_its_field_and_the_name_stays(
    client: Client, clerk: User
) -> None:
    response = client.post(SIGN_IN, {"username": "clerk", "password": "wrong"})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["password"]
    assert 'value="clerk"' in response.content.decode()
    assert "wrong" not in response.content.decode()


def test_a_name_that_nobody_has_is_told_the_same_as_a_wrong_password(
    client: Client, clerk: User
) -> None:
    known = client.post(SIGN_IN, {"username": "clerk", "password": "wrong"})
    unknown = client.post(SIGN_IN, {"username": "nobody", "password": "wrong"})

    assert known.context["form"].errors == unknown.context["form"].errors


def test_after_five_mistakes_even_the_right_password_waits_a_minute(
    client: Client, clerk: User
) -> None:
    for _ in range(5):
        assert sign_in(client, "wrong") == 422

    assert sign_in(client, PASSWORD) == 429
    LimitCount.objects.update(until=F("until") - timedelta(minutes=1))
    assert sign_in(client, PASSWORD) == 302


def test_another_spelling_of_the_same_name_gives_no_further_tries(
    client: Client, clerk: User
) -> None:
    for name in ("clerk", "CLERK", " clerk", "\uff43lerk", "\U0001d41clerk"):
        sign_in(client, "wrong", username=name)

    assert sign_in(client, PASSWORD) == 429


def test_mistakes_from_one_address_do_not_lock_a_colleague_out_at_another(
    client: Client, clerk: User
) -> None:
    for _ in range(6):
        client.post(SIGN_IN, {"username": "clerk", "password": "x"}, REMOTE_ADDR="203.0.113.9")

    assert sign_in(client, PASSWORD) == 302


def test_a_sign_in_that_succeeds_forgets_the_mistakes_before_it(
    client: Client, clerk: User
) -> None:
    for _ in range(4):
        sign_in(client, "wrong")

    sign_in(client, PASSWORD)

    assert not LimitCount.objects.exists()


def test_signing_out_takes_a_post(desk: Client) -> None:
    assert desk.get("/workspace/sign-out/").status_code == 405
    assert desk.post("/workspace/sign-out/")["Location"] == SIGN_IN
    assert desk.get("/workspace/").status_code == 302


def test_a_new_password_keeps_the_session_and_opens_the_door(client: Client, clerk: User) -> None:
    client.force_login(clerk)
    new = "anemoni-stin-petra-9"

    response = client.post(
        "/workspace/password/",
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    clerk.refresh_from_db()
    assert response["Location"] == "/workspace/"
    assert client.get("/workspace/").status_code == 200
    assert clerk.check_password(new)


def test_a_weak_new_password_is_told_at_its_field(client: Client, clerk: User) -> None:
    client.force_login(clerk)

    response = client.post(
        "/workspace/password/",
        {"old_password": PASSWORD, "new_password1": "123", "new_password2": "123"},
    )

    assert response.status_code == 422
    assert "new_password2" in response.context["form"].errors


def test_the_system_administrator_is_told_why_there_are_no_requests(
    client: Client, db: None
) -> None:
    make_municipality()
    client.force_login(make_user(is_system_administrator=True, language="en"))
    client.cookies["language"] = "en"

    page = client.get("/workspace/").content.decode()

    assert "It sees no citizen’s data" in page
    assert 'class="find"' not in page
