from datetime import timedelta

import pytest

from aitima.core import tokens

HOUR = timedelta(hours=1)


def test_a_secret_is_22_letters_that_stand_in_a_url() -> None:
    secret = tokens.new_secret()

    assert len(secret) == 22
    assert secret.replace("-", "").replace("_", "").isalnum()


def test_two_secrets_differ() -> None:
    assert tokens.new_secret() != tokens.new_secret()


def test_what_is_stored_of_a_secret_is_its_sha256() -> None:
    assert tokens.hash_secret("abc") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


def test_a_signed_value_comes_back() -> None:
    token = tokens.sign("service_request:17", purpose="live")

    assert tokens.verify(token, purpose="live", max_age=HOUR) == "service_request:17"


def test_a_token_for_another_purpose_is_refused() -> None:
    token = tokens.sign("service_request:17", purpose="live")

    with pytest.raises(tokens.TokenRefused):
        tokens.verify(token, purpose="draft", max_age=HOUR)


def test_a_changed_token_is_refused() -> None:
    token = tokens.sign("service_request:17", purpose="live").replace("17", "18")

    with pytest.raises(tokens.TokenRefused):
        tokens.verify(token, purpose="live", max_age=HOUR)


def test_an_old_token_is_told_from_a_false_one() -> None:
    token = tokens.sign("service_request:17", purpose="live")

    with pytest.raises(tokens.TokenExpired):
        tokens.verify(token, purpose="live", max_age=timedelta(seconds=-1))
