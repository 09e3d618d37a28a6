"""Programs that send, guess and hurry, and people who only look like them."""

from datetime import timedelta
from typing import Any

import pytest
from altcha import v1 as altcha
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from aitima.accounts import blocking, limits
from aitima.accounts.limits import LIMITS
from aitima.accounts.models import BlockedContact
from aitima.notifications.models import Message
from aitima.portal.models import ReportDraft
from aitima.portal.safety import proof
from aitima.service_requests.models import Reporter, ServiceRequest
from tests.portal.citizen import LAMP, Citizen, number_in, picture, said_by
from tests.portal.letters import code_in, path_in

ADDRESS = "127.0.0.1"
CHECK = "/report/check/"


def use_up(name: str, subject: str = ADDRESS, *, count: int = 0) -> None:
    at = timezone.now()
    for _ in range(count or LIMITS[name].most):
        limits.take(name, subject, at=at)


def send(citizen: Citizen, **more: str) -> Any:
    return citizen.post(CHECK, {"key": citizen.key(), **more})


def solution(challenge: dict[str, Any]) -> str:
    solved = altcha.solve_challenge(
        challenge["challenge"], challenge["salt"], "SHA-256", challenge["most"], 0
    )
    assert solved
    return altcha.Payload(
        algorithm="SHA-256",
        challenge=challenge["challenge"],
        number=solved.number,
        salt=challenge["salt"],
        signature=challenge["signature"],
    ).to_base64()


def test_above_the_limit_of_an_address_a_page_says_when_and_the_draft_stays(
    citizen: Citizen,
) -> None:
    citizen.fill_in()
    use_up("report")

    refused = send(citizen)

    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3600
    assert "Try again in 60 minutes" in said_by(refused)
    assert "Nothing is lost" in said_by(refused)
    assert ReportDraft.objects.exists()
    assert not ServiceRequest.objects.exists()


def test_a_contact_has_an_end_from_one_address_and_another_from_everywhere(
    citizen: Citizen,
) -> None:
    citizen.fill_in()
    use_up("report-here", "citizen@example.org\n127.0.0.1")

    refused = send(citizen)
    elsewhere = Citizen(Client(REMOTE_ADDR="203.0.113.9"))
    elsewhere.fill_in()

    assert refused.status_code == 429
    assert "for the contact you gave" in said_by(refused)
    most = LIMITS["report-contact"].most
    use_up("report-contact", "citizen@example.org", count=most - 1)
    assert send(elsewhere).status_code == 302
    elsewhere.fill_in()
    assert send(elsewhere).status_code == 429


def test_counting_a_report_takes_one_statement(citizen: Citizen) -> None:
    citizen.report()
    citizen.fill_in()
    key = citizen.key()

    with CaptureQueriesContext(connection) as asked:
        citizen.post(CHECK, {"key": key}, page="/report/what/")

    assert sum("accounts_limitcount" in query["sql"] for query in asked) == 1


def test_a_program_that_fills_in_everything_is_told_and_a_person_presses_once_more(
    citizen: Citizen,
) -> None:
    citizen.fill_in()

    caught = send(citizen, second_address="https://example.com")

    assert caught.status_code == 422
    assert "a field that stays empty was filled in" in said_by(caught)
    assert not ServiceRequest.objects.exists()
    assert send(citizen).status_code == 302


def test_people_neither_see_nor_hear_the_trap_and_browsers_leave_it(citizen: Citizen) -> None:
    citizen.fill_in()

    page = citizen.get(CHECK).content.decode()

    trap = page[page.index('id="id_second_address"') - 300 :][:700]
    assert 'aria-hidden="true"' in trap
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap


def test_what_is_faster_than_a_person_is_asked_to_press_once_more(
    citizen: Citizen, settings: Settings
) -> None:
    settings.SHORTEST_REPORT = timedelta(seconds=1)
    citizen.fill_in()
    ReportDraft.objects.update(created_at=timezone.now())

    assert "that was very fast" in said_by(send(citizen))
    ReportDraft.objects.update(created_at=timezone.now() - timedelta(seconds=2))
    assert send(citizen).status_code == 302


def test_nothing_of_the_proof_is_loaded_in_calm_times(citizen: Citizen) -> None:
    citizen.fill_in()

    assert "proof" not in citizen.get(CHECK).content.decode()


def test_above_the_calm_part_a_proof_of_work_is_asked_for(citizen: Citizen) -> None:
    citizen.fill_in()
    use_up("report", count=LIMITS["report"].calm or 0)

    asked = send(citizen)

    assert asked.status_code == 429
    assert "data-challenge=" in asked.content.decode()
    assert "proof" in asked.content.decode()
    assert "a code by e-mail does instead" in said_by(asked)
    sent = send(citizen, proof=solution(asked.context["challenge"]))
    assert sent.url.endswith("/received/")


def test_an_attack_from_everywhere_wants_proofs_of_everybody(citizen: Citizen) -> None:
    citizen.fill_in()
    use_up("report-all", "", count=LIMITS["report-all"].calm or 0)

    assert "data-challenge=" in send(citizen).content.decode()


@pytest.mark.parametrize("answer", ["", "bm90aGluZw==", "e30=", "W10=", "no base 64"])
def test_what_proves_nothing_lets_nothing_through(
    citizen: Citizen, settings: Settings, answer: str
) -> None:
    settings.PROOF_OF_WORK = "always"
    citizen.fill_in()

    assert send(citizen, proof=answer).status_code == 429
    assert not ServiceRequest.objects.exists()


def test_a_proof_is_good_for_one_report(citizen: Citizen, settings: Settings) -> None:
    settings.PROOF_OF_WORK = "always"
    citizen.fill_in()
    proven = solution(send(citizen).context["challenge"])
    assert send(citizen, proof=proven).status_code == 302
    citizen.fill_in()

    assert send(citizen, proof=proven).status_code == 429


CODE = "/report/check/code/"
PROOF = "verification_code"


def under_attack(citizen: Citizen, settings: Settings, **details: str) -> None:
    """Everything is answered and "Send" was pressed; the page asks for a proof of work."""
    settings.PROOF_OF_WORK = "always"
    citizen.fill_in()
    citizen.details(**details)
    assert f'href="{CODE}"' in send(citizen).content.decode()


def test_without_javascript_a_code_by_mail_sends_the_report(
    citizen: Citizen, settings: Settings
) -> None:
    under_attack(citizen, settings)

    page = citizen.get(CODE)
    assert 'value="citizen@example.org"' in page.content.decode()
    assert citizen.post(CODE, {"email": "citizen@example.org"}).url == CODE
    assert "We sent a code to citizen@example.org" in said_by(citizen.get(CODE))
    sent = citizen.post(CODE, {"code": code_in(PROOF)})

    assert sent.url.endswith("/received/")
    assert ServiceRequest.objects.get().description == LAMP
    assert not ReportDraft.objects.exists()


def test_an_anonymous_report_stays_so_whatever_address_got_the_code(
    citizen: Citizen, settings: Settings
) -> None:
    under_attack(citizen, settings, contact="none")

    assert "does not go along with your report" in said_by(citizen.get(CODE))
    citizen.post(CODE, {"email": "reader@example.org"})
    citizen.post(CODE, {"code": code_in(PROOF)})

    assert ServiceRequest.objects.exists()
    assert not Reporter.objects.exists()


def test_the_link_of_the_letter_does_as_well_as_the_code(
    citizen: Citizen, settings: Settings
) -> None:
    under_attack(citizen, settings, contact="none")
    citizen.post(CODE, {"email": "reader@example.org"})

    Client().post(path_in(PROOF))

    assert citizen.get(CODE).url == CHECK
    assert send(citizen).url.endswith("/received/")


def test_a_code_sends_one_report(citizen: Citizen, settings: Settings) -> None:
    under_attack(citizen, settings)
    citizen.post(CODE, {"email": "citizen@example.org"})
    code = code_in(PROOF)
    citizen.post(CODE, {"code": code})
    citizen.fill_in()

    assert send(citizen).status_code == 429
    citizen.post(CODE, {"email": "citizen@example.org"})
    if code != code_in(PROOF):
        assert citizen.post(CODE, {"code": code}).status_code == 422
    assert ServiceRequest.objects.count() == 1


def test_a_wrong_code_sends_nothing_and_loses_nothing(citizen: Citizen, settings: Settings) -> None:
    under_attack(citizen, settings)
    citizen.post(CODE, {"email": "citizen@example.org"})
    wrong = "000000" if code_in(PROOF) != "000000" else "000001"

    refused = [citizen.post(CODE, {"code": wrong}) for _ in range(5)]

    assert {page.status_code for page in refused} == {422}
    assert "Your report is still here" in said_by(refused[0])
    assert citizen.post(CODE, {"code": code_in(PROOF)}).status_code == 422
    assert not ServiceRequest.objects.exists()
    assert ReportDraft.objects.get().answer("text") == LAMP


def test_a_proven_report_that_comes_too_often_keeps_its_proof(
    citizen: Citizen, settings: Settings
) -> None:
    under_attack(citizen, settings)
    citizen.post(CODE, {"email": "citizen@example.org"})
    use_up("report")

    assert citizen.post(CODE, {"code": code_in(PROOF)}).status_code == 429
    limits.forget("report", ADDRESS)

    assert send(citizen).url.endswith("/received/")


def test_the_page_of_the_code_writes_to_nobody_too_often(
    citizen: Citizen, settings: Settings
) -> None:
    under_attack(citizen, settings)

    answers = [citizen.post(CODE, {"email": "x@example.org"}).status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]
    assert Message.objects.filter(template=PROOF).count() == 5


def test_programs_are_sent_no_code(citizen: Citizen, settings: Settings) -> None:
    under_attack(citizen, settings)

    caught = citizen.post(CODE, {"email": "x@example.org", "second_address": "y"})

    assert caught.status_code == 422
    assert not Message.objects.filter(template=PROOF).exists()


def test_the_page_of_the_code_is_nothing_without_a_report(citizen: Citizen) -> None:
    assert citizen.get(CODE).url == "/report/what/"


def test_a_proof_lasts_ten_minutes(db: None) -> None:
    at = timezone.now()
    old = solution(proof.challenge(at=at - proof.LIFETIME - timedelta(seconds=5)))

    assert not proof.holds(old, at=at)


@pytest.mark.parametrize("blocked", ["citizen@example.org", "CITIZEN@EXAMPLE.ORG", "example.org"])
def test_a_blocked_contact_is_told_to_telephone(citizen: Citizen, blocked: str) -> None:
    blocking.block(blocked, reason="threats", at=timezone.now())
    citizen.fill_in()

    refused = send(citizen)

    assert refused.status_code == 422
    assert "We take no reports for this contact here. Call us" in said_by(refused)
    assert not ServiceRequest.objects.exists()


def test_a_contact_that_is_free_again_reports_as_before(citizen: Citizen) -> None:
    blocking.block("citizen@example.org", reason="", at=timezone.now())
    assert blocking.unblock("citizen@example.org", at=timezone.now())
    citizen.fill_in()

    assert send(citizen).status_code == 302


@pytest.mark.parametrize("written", ["+30 694 412 3456", "0030 6944123456", "694-412-3456"])
def test_a_telephone_is_the_same_however_it_is_written(db: None, written: str) -> None:
    blocking.block("6944123456", reason="", at=timezone.now())

    assert blocking.is_blocked(written)
    assert not blocking.is_blocked("6944123457", "")


def test_the_list_of_the_blocked_tells_nobody_s_address(db: None) -> None:
    kept = blocking.block("maria.x@example.gr", reason="", at=timezone.now())

    assert str(BlockedContact.objects.get()) == "m…@example.gr"
    assert "maria" not in kept.key


def test_too_many_photos_are_refused_and_everything_else_stays(citizen: Citizen) -> None:
    citizen.fill_in()
    use_up("photos")

    refused = citizen.photos(picture())

    assert refused.status_code == 422
    assert "Very many photos came from your connection" in said_by(refused)
    assert "citizen@example.org" in refused.content.decode()


def test_guessing_links_comes_to_an_end(citizen: Citizen) -> None:
    use_up("link-miss")

    assert citizen.get("/r/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 429


def test_links_that_open_nothing_answer_alike_whyever(citizen: Citizen) -> None:
    number = citizen.report()
    secret = citizen.get(f"/requests/{number}/received/").context["private_url"].split("/")[-2]
    ServiceRequest.objects.update(closed_at=timezone.now() - timedelta(days=366), status="resolved")
    answers = []

    for guess in (secret, "AAAAAAAAAAAAAAAAAAAAAA", "short", "%CE%B1" * 9):
        with CaptureQueriesContext(connection) as asked:
            page = citizen.get(f"/r/{guess}/")
        answers.append((page.status_code, len(asked), said_by(page)))

    assert len(set(answers)) == 1
    assert answers[0][0] == 404


def test_a_private_link_opens_a_closed_request_for_a_year(citizen: Citizen) -> None:
    number = number_in(f"/requests/{citizen.report()}/")
    page = f"/requests/{number}/receipt.pdf"
    closed = ServiceRequest.objects.filter(number=number)

    closed.update(closed_at=timezone.now() - timedelta(days=364), status="resolved")
    assert citizen.get(page).status_code == 200
    closed.update(closed_at=timezone.now() - timedelta(days=366), status="resolved")
    assert citizen.get(page).status_code == 404
