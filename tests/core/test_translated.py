from django.utils import translation

from aitima.core.translated import translate

TEXTS = {"el": "Καμένος λαμπτήρας", "en": "Burnt-out lamp"}


def test_translate_follows_the_active_language() -> None:
    with translation.override("en"):
        assert translate(TEXTS) == "Burnt-out lamp"
    with translation.override("el"):
        assert translate(TEXTS) == "Καμένος λαμπτήρας"


def test_translate_takes_the_language_of_a_regional_variant() -> None:
    with translation.override("en-gb"):
        assert translate(TEXTS) == "Burnt-out lamp"


def test_translate_obeys_the_given_language() -> None:
    with translation.override("el"):
        assert translate(TEXTS, language="en") == "Burnt-out lamp"


def test_translate_falls_back_to_greek_then_to_what_there_is() -> None:
    with translation.override("en"):
        assert translate({"el": "Λαμπτήρας"}) == "Λαμπτήρας"
        assert translate({"el": "Λαμπτήρας", "en": ""}) == "Λαμπτήρας"
        assert translate({"de": "Lampe"}) == "Lampe"
        assert translate({}) == ""
