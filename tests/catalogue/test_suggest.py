"""What the report's first page is told: services, reasons, and when to say nothing."""

import pytest

from aitima.catalogue.models import Phrases, SuggestionModel
from aitima.catalogue.suggest import is_sure, suggest
from aitima.catalogue.suggesting import kept
from aitima.catalogue.suggesting.model import Model
from aitima.catalogue.suggesting.training import Example, Examples, train
from aitima.core.caching import forget_everything
from tests.catalogue.everyday import lesvos_examples, lesvos_model
from tests.factories import NOON, make_service
from tests.support.queries import count_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lesvos")]


@pytest.mark.parametrize(
    "text",
    [
        "Κάηκε η λάμπα έξω από το σπίτι μου",
        "ΚΑΗΚΕ Η ΛΑΜΠΑ ΕΞΩ ΑΠΟ ΤΟ ΣΠΙΤΙ ΜΟΥ",
        "kaike i lampa ekso apo to spiti mou",
        "kahke h laba e3w apo to spiti mou",
        "καηκε η λαπμα εξω απο το σπτι μου",
        "the street lamp outside my house is out",
    ],
)
def test_the_lamp_is_found_however_it_is_written(text: str) -> None:
    found = suggest(text)

    assert found[0].service.code == "lighting-lamp"
    assert is_sure(found)


def test_the_reasons_are_the_citizen_s_own_words_in_the_order_written() -> None:
    found = suggest("Καλημέρα σας, εδώ και μέρες ΚΑΗΚΕ η Λάμπα στη γωνία")

    assert found[0].words == ("ΚΑΗΚΕ", "Λάμπα")


@pytest.mark.parametrize(
    "text",
    ["", "   ", "asdf", "asdf qwer", "Καλημέρα", "Καλησπέρα σας!", "123", "😀", "hello", "..."],
)
def test_of_what_says_nothing_nothing_is_suggested(text: str) -> None:
    assert suggest(text) == []


def test_what_may_be_several_things_is_not_chosen_beforehand() -> None:
    found = suggest("νερό")

    assert {one.service.code for one in found} == {"water-quality", "water-outage", "water-leak"}
    assert not is_sure(found)


def test_at_most_so_many_as_asked_for() -> None:
    assert [len(suggest("νερό", limit=limit)) for limit in (1, 2, 3)] == [1, 2, 3]


def test_a_very_long_text_costs_no_more_than_its_beginning() -> None:
    assert suggest("Κάηκε η λάμπα. " + "α" * 100_000)[0].service.code == "lighting-lamp"


def test_after_the_first_time_no_statement_is_sent() -> None:
    suggest("λάμπα")

    assert count_queries(lambda: suggest("λακκούβα")) == 0


def test_loading_the_folder_has_stored_the_model_of_its_examples() -> None:
    stored = SuggestionModel.objects.get()

    assert stored.digest == lesvos_model().digest
    assert not kept.refresh(at=NOON)


def test_a_changed_example_is_learned_anew() -> None:
    Phrases.objects.filter(code="other").update(texts=["το ζουζούνι της θείας"])

    assert kept.refresh(at=NOON)

    assert suggest("ζουζούνι")[0].service.code == "other"
    assert SuggestionModel.objects.first() == SuggestionModel.objects.get(trained_at=NOON)


def test_a_new_service_counts_before_anything_is_stored_about_it() -> None:
    make_service(code="boats", names={"el": "Ναυάγιο", "en": "Shipwreck"})
    forget_everything()

    assert suggest("Ναυάγιο")[0].service.code == "boats"


def test_a_model_is_the_same_after_it_was_stored_and_for_the_same_examples() -> None:
    made = train(lesvos_examples())

    again = Model.from_bytes(made.to_bytes())

    assert made.digest == lesvos_model().digest == again.digest
    assert made.rank("σπασμένο παγκάκι").scores == again.rank("σπασμένο παγκάκι").scores


def test_the_probabilities_of_all_services_and_small_talk_are_one() -> None:
    ranking = lesvos_model().rank("Γέμισε ο κάδος")

    assert sum(ranking.scores) + ranking.small_talk == pytest.approx(1, abs=1e-4)


def test_without_any_examples_all_are_alike() -> None:
    model = train(Examples(["b", "a"], [Example("", "b")]))

    assert model.rank("λάμπα").codes == ["b", "a"]
