"""Erasure: the person is found nowhere afterwards, and what was done still is."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection, transaction
from PIL import Image

from aitima.accounts import blocking, codes, limits
from aitima.accounts.models import BlockedContact
from aitima.catalogue.models import SuggestionModel
from aitima.core.text import fold
from aitima.notifications import preferences
from aitima.notifications.models import Delivery, Message
from aitima.portal.models import ReportDraft
from aitima.portal.my.erasure import erase_everything
from aitima.portal.reporting import drafts, identity
from aitima.service_requests import actions, discarding, history, photos
from aitima.service_requests.actions.following import Followed, subscribe, support
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.models import (
    EventKind,
    Photo,
    Reporter,
    ServiceRequest,
    Subscription,
    Support,
)
from aitima.service_requests.photos import StoredPhoto
from tests.factories import NOON, head, make_place, make_service, make_unit, submitted
from tests.support.jobs import run_jobs, waiting_jobs

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=2)
EMAIL = "Maria.Xenou@example.org"
PERSON = ("maria.xenou", "Ξένου", "6912345678", "068933130", "κίτρινη", "39.123456")
SAID = ("ακόμη", "έφτιαξε", "βαθμολογία", "μπράβο", "κρυφή")  # single words, as the index has them


def stored() -> StoredPhoto:
    picture = BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    return photos.store(picture, at=NOON)


def a_long_story() -> ServiceRequest:
    """A request in which the person's words went everywhere they can go."""
    unit = make_unit()
    place = make_place()
    service_request = submitted(
        service=make_service(unit=unit),
        description="Δίπλα στην κίτρινη πόρτα. Ξένου, 6912345678, κρυφή λέξη",
        public_text="Δίπλα στην κίτρινη πόρτα.",
        area=place.area,
        place=place,
        address="Κίτρινη πόρτα, κίτρινη πόρτα",
        latitude=39.123456,
        longitude=26.654321,
        attributes={"door": "κίτρινη πόρτα"},
        photos=[stored()],
        name="Μαρία Ξένου",
        email=EMAIL,
        phone="6912345678",
        verified_by=Reporter.Verification.GSIS,
        tax_number="068933130",
    )
    pk, boss = service_request.pk, head(unit)
    actions.ask(pk=pk, by=boss, question="Κυρία Ξένου, πού;", at=NOON)
    actions.answer_question(pk=pk, answer="Στην κίτρινη πόρτα", photos=[stored()], at=NOON)
    actions.reply(pk=pk, by=boss, answer="Ευχαριστούμε, κυρία Ξένου.", at=NOON)
    actions.add_note(pk=pk, by=boss, note="Η Ξένου μένει στην κίτρινη πόρτα.", at=NOON)
    actions.charge(pk=pk, by=boss, unit=unit, officer=None, at=NOON)
    actions.reveal_reporter(pk=pk, by=boss, at=NOON)
    actions.add(pk=pk, text="Είναι εδώ ακόμη.", photos=[stored()], at=NOON)
    return service_request


def an_end_and_another() -> ServiceRequest:
    """A second request of the same person: closed, not fixed, closed again, judged, thanked."""
    unit = make_unit()
    service_request = submitted(
        service=make_service(unit=unit),
        description="Κι άλλη κίτρινη πόρτα.",
        public_text="[απόκρυψη]",
        email=EMAIL.lower(),
        phone="6912345678",
    )
    pk, boss = service_request.pk, head(unit)
    actions.charge(pk=pk, by=boss, unit=unit, officer=boss, at=NOON)
    actions.resolve(pk=pk, by=boss, answer="Έγινε, κυρία Ξένου.", photos=[stored()], at=NOON)
    actions.reopen(pk=pk, reason="Όμως δεν έφτιαξε.", photos=[stored()], at=NOON)
    actions.resolve(pk=pk, by=boss, answer="Τώρα ναι, κυρία Ξένου.", at=NOON)
    actions.confirm(pk=pk, at=NOON)
    actions.rate(pk=pk, rating=4, comment="Η βαθμολογία μου.", at=NOON)
    actions.thank(pk=pk, text="Ένα μεγάλο μπράβο.", at=NOON)
    return service_request


def around_it(service_request: ServiceRequest) -> None:
    """What else there is of the person: letters, a draft, a code, settings, what is followed."""
    for message in Message.objects.order_by("pk"):
        message.render()
    other = submitted(description="Κάτι άλλο.", email="other@example.org")
    subscribe(email=EMAIL, followed=Followed(service_request=other), language="el", at=NOON)
    Subscription.objects.update(confirmed_at=NOON)
    codes.issue(codes.Purpose.SIGN_IN, EMAIL, "browser", at=NOON)
    preferences.keep(EMAIL, "few", "el", at=NOON)
    for facts in (
        {"email": f" {EMAIL.upper()} "},
        {identity.CODE_TO: EMAIL},
        {identity.KEY: {"by": "email", "email": EMAIL.lower()}},
    ):
        draft = drafts.new(at=NOON)
        drafts.keep(draft, {**facts, "text": "κίτρινη πόρτα"}, at=NOON)
    blocking.block(EMAIL, reason="Η Ξένου απειλεί", at=NOON)
    limits.take_all(*limits.contacts("report-contact", EMAIL, "6912345678"), at=NOON)
    session = SessionStore()
    session["citizen_proved"] = EMAIL.lower()
    session["citizen_gsis"] = {"name": "Μαρία Ξένου", "tax_number": "068933130"}
    session.save()


def everything() -> Iterator[tuple[str, str]]:
    """Every row of every table, as text; search vectors and binary columns too."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            yield from ((table, row) for (row,) in cursor.fetchall())
    for session in Session.objects.order_by("pk"):
        yield "what sessions hold", str(session.get_decoded())


def found(words: tuple[str, ...] = PERSON) -> set[tuple[str, str]]:
    return {
        (table, word) for table, row in everything() for word in words if fold(word) in fold(row)
    }


def files() -> list[str]:
    return [
        name for photo in Photo.objects.order_by("pk") for name in (photo.file, photo.thumbnail)
    ]


def test_the_person_is_found_in_no_table_and_no_file() -> None:
    service_request = a_long_story()
    an_end_and_another()
    around_it(service_request)
    kept = files()
    everywhere = found((*PERSON, *SAID))
    assert {table for table, _ in everywhere} >= {
        "service_requests_servicerequest",
        "service_requests_reporter",
        "service_requests_citizenmessage",
        "service_requests_feedback",
        "service_requests_subscription",
        "notifications_message",
        "notifications_delivery",
        "portal_reportdraft",
        "accounts_blockedcontact",
        "accounts_blockingrecord",
        "what sessions hold",
    }
    assert {word for _, word in everywhere} == {*PERSON, *SAID}

    erase_everything(EMAIL, at=LATER)
    run_jobs("service_requests.discard_files")

    assert found((*PERSON, *SAID)) == set()
    assert len(kept) == 10
    assert not any(default_storage.exists(name) for name in kept)
    assert history.verify() == []


def test_a_draft_s_photographs_go_with_it() -> None:
    photo = stored()
    draft = drafts.new(at=NOON)
    draft.photos = [asdict(photo)]
    drafts.keep(draft, {"email": EMAIL}, at=NOON)

    erase_everything(EMAIL, at=LATER)
    run_jobs("service_requests.discard_files")

    assert not default_storage.exists(photo.file)
    assert not default_storage.exists(photo.thumbnail)


def test_other_people_s_drafts_stay_whatever_they_mention() -> None:
    draft = drafts.new(at=NOON)
    drafts.keep(draft, {"email": "other@example.org", "text": f"Γράψτε στο {EMAIL}"}, at=NOON)

    erase_everything(EMAIL, at=LATER)

    assert ReportDraft.objects.filter(pk=draft.pk).exists()


def test_being_counted_is_taken_back_also_where_nobody_confirmed() -> None:
    other = submitted(description="Κάτι άλλο.", email="other@example.org")
    subscribe(
        email=EMAIL, followed=Followed(service_request=other), language="el", at=NOON, same=True
    )
    Subscription.objects.all().delete()  # as the sweep does after a week
    support(pk=other.pk, device="a device", at=NOON)

    actions.erase(email=EMAIL, at=LATER)

    other.refresh_from_db()
    assert (other.supporters, Support.objects.count()) == (1, 1)


def test_somebody_blocked_stays_so_without_a_word_about_the_person() -> None:
    submitted(email=EMAIL)
    blocking.block(EMAIL, reason="Η Ξένου απειλεί", at=NOON)

    actions.erase(email=EMAIL, at=LATER)

    left = BlockedContact.objects.get()
    assert (left.hint, left.reason) == ("…", "")
    assert blocking.is_blocked(EMAIL)


def test_what_suggestions_learned_goes_at_once_and_is_learned_anew_without_it() -> None:
    submitted(email=EMAIL)
    own = {"trained_at": NOON, "fingerprint": "", "digest": "", "data": b""}
    SuggestionModel.objects.create(**own, requests=0)
    SuggestionModel.objects.create(**own, requests=300)

    actions.erase(email=EMAIL, at=LATER)
    submitted(email=EMAIL)
    SuggestionModel.objects.create(**own, requests=299)
    actions.erase(email=EMAIL, at=LATER)

    assert SuggestionModel.objects.get().requests == 0
    assert waiting_jobs("suggestions.learn_anew") == [{}]


def test_what_was_done_and_where_stays() -> None:
    service_request = a_long_story()

    actions.erase(email=EMAIL, at=LATER)

    left = ServiceRequest.objects.get(pk=service_request.pk)
    assert (left.number, left.service, left.area, left.place, left.unit) == (
        service_request.number,
        service_request.service,
        service_request.area,
        service_request.place,
        service_request.unit,
    )
    assert left.submitted_at == service_request.submitted_at
    assert left.erased_at == LATER
    assert not left.public
    assert left.access_records.count() == 1
    assert history.verify() == []
    assert left.events.latest("sequence").kind == EventKind.ERASED


def test_an_open_request_is_withdrawn_first_and_the_unit_is_told() -> None:
    service_request = a_long_story()

    actions.erase(email=EMAIL, at=LATER)

    left = ServiceRequest.objects.get(pk=service_request.pk)
    assert left.status == Status.WITHDRAWN
    assert Message.objects.filter(template="officer_withdrawn").exists()
    assert not Message.objects.filter(template="request_withdrawn").exists()


def test_a_finished_request_keeps_its_end() -> None:
    service_request = a_long_story()
    boss = head(service_request.unit)
    actions.resolve(pk=service_request.pk, by=boss, answer="Έγινε, κυρία Ξένου.", at=NOON)

    actions.erase(email=EMAIL, at=LATER)

    left = ServiceRequest.objects.get(pk=service_request.pk)
    assert (left.status, left.closed_at) == (Status.RESOLVED, NOON)
    assert found(("Ξένου",)) == set()


def test_nothing_that_waits_is_sent_any_more_and_what_was_sent_stays_as_a_fact() -> None:
    a_long_story()
    first = Delivery.objects.filter(message__to=EMAIL).earliest("pk")
    Delivery.objects.filter(pk=first.pk).update(state="sent", next_try_at=None, sent_at=NOON)

    actions.erase(email=EMAIL, at=LATER)

    left = Delivery.objects.get(pk=first.pk)
    assert (left.address, left.message.to, left.message.context) == ("", "", {})
    assert not Message.objects.filter(to=EMAIL).exists()


def test_others_with_a_similar_address_lose_nothing() -> None:
    other = submitted(email="maria.xenou@example.org.gr")

    assert actions.erase(email=EMAIL, at=LATER) == 0

    assert Reporter.objects.get(service_request=other).email == "maria.xenou@example.org.gr"


def test_a_second_time_changes_nothing() -> None:
    service_request = a_long_story()
    actions.erase(email=EMAIL, at=LATER)
    events = service_request.events.count()

    assert actions.erase(email=EMAIL, at=LATER + timedelta(hours=1)) == 0

    assert service_request.events.count() == events


def test_a_crash_in_the_middle_erases_nothing() -> None:
    service_request = a_long_story()
    around_it(service_request)
    before = sorted(everything())

    def erase_and_crash() -> None:
        with transaction.atomic():
            erase_everything(EMAIL, at=LATER)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        erase_and_crash()

    assert sorted(everything()) == before
    assert all(default_storage.exists(name) for name in files())


def test_files_that_are_gone_already_hinder_nothing() -> None:
    discarding.discard_files(names=["photos/nowhere.jpg"])
