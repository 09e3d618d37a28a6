from django.test import Client


def test_a_form_from_a_page_without_cookies_is_answered_in_the_readers_words(lesvos: None) -> None:
    browser = Client(enforce_csrf_checks=True)

    response = browser.post("/report/what/", {"text": "Κάηκε η λάμπα."})

    assert response.status_code == 403
    assert '<html lang="el">' in response.text
    assert "cookies" in response.text
    assert "Django" not in response.text
