"""Suggestions learn from closed requests: what they may, and only if it does no harm."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from itertools import product

import pytest

from aitima.catalogue.models import Phrases, Service, SuggestionModel
from aitima.catalogue.suggest import suggest
from aitima.catalogue.suggesting import kept
from aitima.catalogue.suggesting.model import Model
from aitima.catalogue.suggesting.training import Examples, train
from aitima.core.caching import forget_everything
from aitima.service_requests import learning
from aitima.service_requests.lifecycle import CLOSED, Status
from aitima.service_requests.models import Channel, ServiceRequest
from tests.catalogue.everyday import everyday, score
from tests.factories import NOON, make_municipality, make_service
from tests.support.jobs import run_jobs

TONIGHT = NOON + timedelta(hours=15)
WHERE = [f"{where} {street}" for where, street in product(
    ("στη γωνία", "δίπλα στο σχολείο", "κοντά στο λιμάνι", "έξω από την εκκλησία"),
    ("πάνω", "κάτω", "δεξιά", "αριστερά", "μπροστά", "πίσω", "απέναντι", "στο βάθος"),
)]  # fmt: skip
WHEN = ["σήμερα", "χθες", "πάλι"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def bins() -> Service:
    """A small catalogue, whose examples never say λαμπίκι."""
    make_municipality()
    make_service(code="lamps", names={"el": "Λάμπα"}, keywords=["κάηκε", "φως", "σβηστή λάμπα"])
    Phrases.objects.create(code=Phrases.SMALL_TALK, texts=[*WHERE, *WHEN])
    Phrases.objects.create(code="lamps", texts=["κάηκε η λάμπα", "δεν ανάβει το φως", "σκοτάδι"])
    Phrases.objects.create(code="bins", texts=["γέμισε ο κάδος", "ξεχείλισαν τα σκουπίδια"])
    return make_service(code="bins", names={"el": "Κάδος"}, keywords=["σκουπίδια", "γεμάτος"])


def texts_about(*beginnings: str) -> list[str]:
    return [f"{text} {where} {when}" for text, where, when in product(beginnings, WHERE, WHEN)]


def closed(service: Service, texts: Iterable[str], **facts: object) -> None:
    """Requests as they lie in the table, resolved unless told otherwise."""
    known: dict[str, object] = {"status": Status.RESOLVED, "channel": Channel.WEB}
    values = known | facts
    ended = {"closed_at": NOON} if values["status"] in CLOSED else {}
    ServiceRequest.objects.bulk_create(
        ServiceRequest(
            number=f"T/{uuid.uuid4().hex[:12]}",
            service=service,
            unit=service.unit,
            description=text,
            submission_key=uuid.uuid4(),
            submitted_at=NOON,
            updated_at=NOON,
            due_at=NOON,
            legal_due_on=NOON.date(),
            **values | ended,
        )
        for text in texts
    )


def first(text: str) -> str:
    found = suggest(text)
    return found[0].service.code if found else ""


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small history be enough."""
    monkeypatch.setattr(learning, "FEWEST", 10)


@pytest.mark.usefixtures("many")
def test_a_word_of_the_place_is_learned_from_what_was_resolved(bins: Service) -> None:
    assert first("το λαμπίκι") != "bins"
    closed(bins, texts_about("γέμισε το λαμπίκι"))

    lesson = learning.learn(at=TONIGHT)

    assert (lesson.kept, lesson.after >= lesson.before) == (True, True)
    assert first("το λαμπίκι") == "bins"
    stored = SuggestionModel.objects.get()
    assert (stored.trained_at, stored.requests) == (TONIGHT, lesson.requests)


@pytest.mark.usefixtures("many")
def test_what_is_erased_while_it_is_learned_from_is_not_used(
    bins: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed(bins, texts_about("γέμισε το λαμπίκι"))

    def erased_meanwhile(examples: Examples) -> Model:
        if any(example.private for example in examples.examples):
            ServiceRequest.objects.filter(erased_at=None).update(erased_at=NOON)
        return train(examples)

    monkeypatch.setattr("aitima.service_requests.learning.train", erased_meanwhile)

    assert not learning.learn(at=TONIGHT).kept
    assert not SuggestionModel.objects.exists()


@pytest.mark.usefixtures("many")
def test_nothing_learned_outlasts_an_erasure(bins: Service) -> None:
    closed(bins, texts_about("γέμισε το λαμπίκι"))
    learning.learn(at=TONIGHT)
    assert kept.model().knows("λαμπίκι")
    ServiceRequest.objects.update(erased_at=NOON)

    learning.forget_words()

    assert not kept.model().knows("λαμπίκι")
    run_jobs(learning.TASK)
    assert not kept.model().knows("λαμπίκι")


@pytest.mark.usefixtures("many")
def test_the_same_history_teaches_nothing_twice(bins: Service) -> None:
    closed(bins, texts_about("γέμισε το λαμπίκι"))
    learning.learn(at=TONIGHT)

    again = learning.learn(at=TONIGHT + timedelta(days=1))

    assert not again.kept
    assert SuggestionModel.objects.get().trained_at == TONIGHT


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    "facts",
    [
        {"confidential": True, "public": False},
        {"to_be_checked": True, "public": False},
        {"erased_at": NOON},
        {"status": Status.REJECTED},
        {"status": Status.FORWARDED},
        {"status": Status.CHARGED},
    ],
    ids=["confidential", "unchecked", "erased", "rejected", "forwarded", "open"],
)
def test_what_is_no_example_teaches_nothing(bins: Service, facts: dict[str, object]) -> None:
    closed(bins, texts_about("γέμισε το λαμπίκι"), **facts)

    assert learning.learn(at=TONIGHT).requests == 0
    assert first("το λαμπίκι") != "bins"


@pytest.mark.usefixtures("many")
def test_what_only_one_person_wrote_is_never_kept(bins: Service) -> None:
    closed(bins, [*texts_about("γέμισε το λαμπίκι"), "γέμισε το λαμπίκι του Παπαχρυσοστομίδη πάλι"])

    learning.learn(at=TONIGHT)

    parts = kept.model().rarity.numbers
    assert "=labiki" in parts
    assert [part for part in parts if "xrisost" in part or "papax" in part] == []


@pytest.mark.usefixtures("many")
def test_requests_that_ended_at_the_wrong_service_are_not_believed(bins: Service) -> None:
    lamps = Service.objects.get(code="lamps")
    Phrases.objects.filter(code="bins").update(texts=texts_about("γέμισε ο κάδος")[:40])
    closed(lamps, texts_about("γέμισε ο κάδος σκουπίδια", "ξεχείλισαν τα σκουπίδια"))
    closed(bins, texts_about("κάηκε η λάμπα", "δεν ανάβει το φως"))

    lesson = learning.learn(at=TONIGHT)

    assert not lesson.kept
    assert first("γέμισε ο κάδος") == "bins"


@pytest.mark.usefixtures("many")
def test_one_service_does_not_teach_more_than_its_share(
    bins: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "MOST_OF_ONE", 60)
    closed(bins, texts_about("γέμισε το λαμπίκι", "ξεχείλισε το λαμπίκι"))

    assert learning.learn(at=TONIGHT).requests <= 60


def test_with_few_requests_the_examples_alone_are_learned(bins: Service) -> None:
    closed(bins, texts_about("γέμισε το λαμπίκι")[:20])

    lesson = learning.learn(at=TONIGHT)

    assert not lesson.kept
    assert SuggestionModel.objects.get().requests == 0


GERMAN = [
    f"{what} {where}"
    for what, where in product(
        ("Abfall liegt herum", "Die Lampe brennt nicht", "Schlagloch in der Fahrbahn"),
        (f"an der {name}strasse" for name in ("Bahnhof", "Kirch", "Berg", "See", "Wald", "Markt")),
    )
]
ENGLISH = [
    f"{what} {where}"
    for what, where in product(
        ("Illegal dumping pickup", "Bulky items pickup", "Graffiti removal requested"),
        (f"at {number} West Street" for number in ("Alameda", "Burbank", "Cahuenga", "Figueroa")),
    )
]


@pytest.mark.usefixtures("lesvos", "many")
def test_imported_requests_in_other_languages_spoil_nothing() -> None:
    texts = [one for one in everyday() if one.measured]
    before = score(kept.model(), texts)
    wrong = Service.objects.get(code="lighting-lamp")
    closed(wrong, [*GERMAN, *ENGLISH], channel=Channel.IMPORT)

    lesson = learning.learn(at=TONIGHT)
    forget_everything()

    assert lesson.requests <= len(ENGLISH)
    assert score(kept.model(), texts).among_three >= before.among_three - 0.01


@pytest.mark.usefixtures("lesvos")
def test_other_processes_notice_a_new_model_by_its_row() -> None:
    first_one = kept.model()
    SuggestionModel.objects.update(digest="another")
    forget_everything()  # as a minute does

    assert kept.model() is not first_one
