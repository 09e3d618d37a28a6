"""My requests: a letter signs in, and the list is sorted by who has to act."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aitima.notifications.models import Message, Preference
from aitima.service_requests import actions
from aitima.service_requests.actions.following import Followed
from aitima.service_requests.models import ServiceRequest, Subscription
from tests import factories
from tests.portal.citizen import EMAIL, Citizen, said_by, url_of
from tests.portal.letters import code_in, path_in
from tests.support.queries import count_queries

MY, CODE = "/my/", "/my/code/"
ADDRESS = EMAIL["email"]


def ask(citizen: Citizen, email: str = ADDRESS) -> Any:
    return citizen.post(MY, {"email": email})


def sign_in(citizen: Citizen, email: str = ADDRESS) -> Any:
    ask(citizen, email)
    return citizen.post(CODE, {"code": code_in()})


def stranger() -> Citizen:
    return Citizen(Client(enforce_csrf_checks=True))


def the(number: str) -> ServiceRequest:
    return ServiceRequest.objects.get(number=number)


def test_the_code_signs_in_and_shows_what_was_sent(citizen: Citizen) -> None:
    number = citizen.report()
    elsewhere = stranger()

    assert sign_in(elsewhere, ADDRESS.upper()).url == MY

    page = elsewhere.get(MY)
    assert number in said_by(page)
    assert "no-store" in page["Cache-Control"]


def test_the_link_signs_in_once_and_only_by_its_button(citizen: Citizen) -> None:
    number = citizen.report()
    ask(citizen)
    reader, second = stranger(), stranger()

    page = reader.get(path_in())
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "strict-origin"
    assert number not in said_by(reader.get(MY))

    assert reader.post(path_in(), {}).url == MY
    assert number in said_by(reader.get(MY))
    assert second.get(path_in()).status_code == 404


def test_signing_in_takes_a_new_session(citizen: Citizen) -> None:
    ask(citizen)
    before = citizen.client.cookies["sessionid"].value

    citizen.post(CODE, {"code": code_in()})

    assert citizen.client.cookies["sessionid"].value != before


def test_a_link_that_is_old_used_or_none_gets_the_same_answer(citizen: Citizen) -> None:
    ask(citizen)
    used = path_in()
    citizen.post(used, {})

    answers = [citizen.get(path) for path in (used, "/my/open/nonsense/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert said_by(answers[0]).replace(used, "") == said_by(answers[1]).replace(
        "/my/open/nonsense/", ""
    )


def test_whether_an_address_is_known_can_be_told_neither_by_answer_nor_by_work(
    citizen: Citizen,
) -> None:
    citizen.report()
    known, unknown = stranger(), stranger()
    for asking in (known, unknown):
        asking.get(MY)
        asking.client.handler.enforce_csrf_checks = False
    answers: list[Any] = []

    def asked(asking: Citizen, email: str) -> Callable[[], None]:
        return lambda: answers.append(asking.client.post(MY, {"email": email}))

    work = [
        count_queries(asked(known, ADDRESS)),
        count_queries(asked(unknown, "nobody@example.org")),
    ]

    assert work[0] == work[1]
    assert [answer.url for answer in answers] == [CODE, CODE]
    texts = [
        said_by(asking.get(CODE)).replace(email, "…")
        for asking, email in ((known, ADDRESS), (unknown, "nobody@example.org"))
    ]
    assert texts[0] == texts[1]


def test_who_has_sent_nothing_may_look_all_the_same(citizen: Citizen) -> None:
    sign_in(citizen, "nobody@example.org")

    assert "You have not sent us anything yet" in said_by(citizen.get(MY))


def test_what_waits_for_the_citizen_comes_first(citizen: Citizen) -> None:
    done, going_on, waiting = (citizen.report() for _ in range(3))
    boss = factories.head(the(waiting).unit)
    now = timezone.now()
    actions.ask(pk=the(waiting).pk, by=boss, question="What number is on the pole?", at=now)
    actions.charge(pk=the(done).pk, by=boss, unit=the(done).unit, officer=None, at=now)
    actions.resolve(pk=the(done).pk, by=boss, answer="Done.", at=now)
    sign_in(citizen)

    said = said_by(citizen.get(MY))

    assert said.index(waiting) < said.index(going_on) < said.index(done)
    assert "«What number is on the pole?»" in said


def test_a_request_opens_from_the_list_without_its_link(citizen: Citizen) -> None:
    number = citizen.report()
    elsewhere = stranger()
    sign_in(elsewhere)

    page = elsewhere.get(url_of(number))

    assert "Receipt (PDF)" in said_by(page)
    assert elsewhere.get(f"{url_of(number)}receipt.pdf").status_code == 200
    assert elsewhere.get(f"{url_of(number)}received/").status_code == 200


def test_the_session_opens_no_request_of_another_address(citizen: Citizen) -> None:
    number = citizen.report()
    elsewhere = stranger()
    sign_in(elsewhere, "other@example.org")

    assert elsewhere.get(f"{url_of(number)}receipt.pdf").status_code == 404


def test_a_citizen_s_sign_in_opens_no_page_of_the_staff_nor_the_other_way_round(
    citizen: Citizen,
) -> None:
    number = citizen.report()
    sign_in(citizen)
    staff = Client()
    staff.force_login(factories.head(the(number).unit, email=ADDRESS))

    assert "/sign-in/" in citizen.get("/workspace/").url
    assert number not in staff.get(MY).content.decode()


def test_signing_out_forgets_the_citizen_and_leaves_the_staff(citizen: Citizen) -> None:
    citizen.client.force_login(factories.make_user())
    sign_in(citizen)

    citizen.post("/my/sign-out/", {}, page=MY)

    assert "Send me the link" in said_by(citizen.get(MY))
    assert "_auth_user_id" in citizen.client.session


def test_a_sign_in_lasts_half_a_day(citizen: Citizen) -> None:
    sign_in(citizen)
    session = citizen.client.session
    before = timezone.now() - timedelta(hours=12, minutes=1)
    session["citizen"] = session["citizen"] | {"at": before.isoformat()}
    session.save()

    assert "Send me the link" in said_by(citizen.get(MY))


def test_the_list_costs_the_same_however_long_it_is(citizen: Citizen) -> None:
    citizen.report()
    sign_in(citizen)
    citizen.get(MY)
    short = count_queries(lambda: citizen.get(MY))
    for _ in range(3):
        citizen.report()

    assert count_queries(lambda: citizen.get(MY)) == short == 6


def test_settings_are_kept_and_heeded(citizen: Citizen) -> None:
    number = citizen.report()
    sign_in(citizen)

    saved = citizen.post("/my/settings/", {"notices": "few", "language": "el"}, page=MY)

    assert "Your settings are saved" in said_by(citizen.get(saved.url))
    assert (the(number).language, Preference.objects.get().address) == ("el", ADDRESS)
    boss, now = factories.head(the(number).unit), timezone.now()
    actions.reply(pk=the(number).pk, by=boss, answer="Soon.", at=now)
    actions.ask(pk=the(number).pk, by=boss, question="Where?", at=now)
    to_citizen = Message.objects.filter(to=ADDRESS).values_list("template", flat=True)
    assert "question_asked" in to_citizen
    assert "reply" not in to_citizen


@pytest.mark.parametrize("notices", ["few", "law"])
def test_what_the_law_asks_is_told_whatever_was_chosen(citizen: Citizen, notices: str) -> None:
    number = citizen.report()
    sign_in(citizen)
    citizen.post("/my/settings/", {"notices": notices, "language": "en"}, page=MY)
    boss, now = factories.head(the(number).unit), timezone.now()

    actions.forward(pk=the(number).pk, by=boss, authority="DEYAL", reason="Theirs.", at=now)

    assert Message.objects.filter(to=ADDRESS, template="forwarded").exists()


def test_a_setting_that_does_not_exist_is_refused(citizen: Citizen) -> None:
    sign_in(citizen)

    assert citizen.post("/my/settings/", {"notices": "x"}, page=MY).status_code == 422


def test_what_is_followed_is_listed_and_ended_by_its_own_address_alone(citizen: Citizen) -> None:
    number = citizen.report()
    now = timezone.now()
    followed = Followed(service_request=the(number))
    mine = Subscription.objects.create(
        email=ADDRESS, secret_hash="a", at=now, confirmed_at=now, **followed.as_facts()
    )
    other = Subscription.objects.create(
        email="other@example.org",
        secret_hash="b",
        at=now,
        confirmed_at=now,
        **followed.as_facts(),
    )
    sign_in(citizen)
    assert "Follow no more" in said_by(citizen.get(MY))

    assert citizen.post(f"/my/unfollow/{other.pk}/", {}, page=MY).status_code == 404
    assert citizen.post(f"/my/unfollow/{mine.pk}/", {}, page=MY).url == MY

    assert list(Subscription.objects.order_by("pk")) == [other]
