from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from aitima.accounts.models import User
from aitima.organisation.models import Unit
from aitima.service_requests import actions
from aitima.service_requests.models import ServiceRequest
from tests.factories import make_area, make_service, submitted
from tests.support.queries import count_queries

QUEUE = "/workspace/"


def due(service_request: ServiceRequest, at: datetime) -> ServiceRequest:
    """Move a target, which no action does, to put a request into a group."""
    ServiceRequest.objects.filter(pk=service_request.pk).update(due_at=at)
    return service_request


def page(client: Client, query: str = "") -> str:
    response = client.get(f"{QUEUE}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_queue_groups_open_requests_by_deadline_with_the_overdue_first(
    desk: Client, lighting: Unit, now: datetime
) -> None:
    late = due(submitted(unit=lighting, at=now), now - timedelta(days=2))
    later = due(submitted(unit=lighting, at=now), now + timedelta(days=40))

    groups = desk.get(QUEUE).context["listing"].groups

    assert [group.due for group in groups] == ["overdue", "later"]
    assert [row.service_request for group in groups for row in group.rows] == [late, later]


def test_a_group_shows_its_first_lines_and_links_to_all_of_them(
    desk: Client, lighting: Unit, now: datetime
) -> None:
    service = make_service(unit=lighting)
    for _ in range(17):
        due(submitted(service=service, at=now), now - timedelta(days=1))

    overview = desk.get(QUEUE).context["listing"]
    whole = desk.get(f"{QUEUE}?view=unit&due=overdue").context["listing"]

    assert [group.count for group in overview.groups] == [17]
    assert len(overview.rows) == 10
    assert len(whole.rows) == 17


def test_an_officer_sees_the_unit_and_nothing_of_another(
    desk: Client, lighting: Unit, elsewhere: Unit, now: datetime
) -> None:
    ours = submitted(unit=lighting, at=now)
    theirs = submitted(unit=elsewhere, at=now)

    found = page(desk, "?view=all")

    assert ours.number.rpartition("/")[2] in found
    assert theirs.number.rpartition("/")[2] not in found


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("Μεγάλη λακκούβα στον δρόμο", "ΛΑΚΚΟΥΒΕΣ"),
        ("ΛΑΚΚΟΥΒΕΣ ΠΑΝΤΟΥ", "λακκούβα"),
        ("Η λάμπα έσβησε", "λάμπες"),
    ],
)
def test_words_are_found_in_any_accent_case_and_ending(
    desk: Client, lighting: Unit, now: datetime, written: str, sought: str
) -> None:
    found = submitted(unit=lighting, at=now, description=written)
    submitted(unit=lighting, at=now, description="Ένα δέντρο έπεσε")

    rows = desk.get(QUEUE, {"q": sought}).context["listing"].rows

    assert [row.service_request for row in rows] == [found]


@pytest.mark.parametrize("shape", ["{year}/{serial}", "{serial}", "{short}"])
def test_a_number_opens_its_request(
    desk: Client, lighting: Unit, now: datetime, shape: str
) -> None:
    service_request = submitted(unit=lighting, at=now)
    year, _, serial = service_request.number.partition("/")

    response = desk.get(
        QUEUE, {"q": shape.format(year=year, serial=serial, short=serial.lstrip("0"))}
    )

    assert response["Location"] == reverse(
        "workspace:request-detail", args=[service_request.number]
    )


def test_the_number_of_a_request_elsewhere_opens_nothing(
    desk: Client, elsewhere: Unit, now: datetime
) -> None:
    theirs = submitted(unit=elsewhere, at=now)

    response = desk.get(QUEUE, {"q": theirs.number})

    assert response.status_code == 200
    assert response.context["listing"].rows == []


def test_filters_stand_in_the_address_and_each_can_be_taken_away(
    desk: Client, lighting: Unit, now: datetime
) -> None:
    area = make_area(code="KALLONI")
    wanted = submitted(unit=lighting, at=now, area=area)
    submitted(unit=lighting, at=now)

    response = desk.get(f"{QUEUE}?view=unit&area=KALLONI&state=submitted")

    assert [row.service_request for row in response.context["listing"].rows] == [wanted]
    assert {chip.key: chip.without for chip in response.context["chips"]} == {
        "area": "?view=unit&state=submitted",
        "state": "?view=unit&area=KALLONI",
    }


@pytest.mark.parametrize(
    "address",
    [
        "?view=nonsense&page=x",
        "?due=never&state=lost&service=none&area=none&unit=none&officer=99999999999999999999",
        "?since=2026-99-99&until=yesterday&page=-1",
        "?q=%27&page=999999999999",
        "?since=0001-01-01&until=9999-12-31",
        "?q=%22%28%29%7C%26%21%3A%2A",
    ],
)
def test_an_address_that_makes_no_sense_is_read_as_far_as_it_does(
    desk: Client, lighting: Unit, address: str
) -> None:
    assert desk.get(f"{QUEUE}{address}").status_code == 200


def test_a_head_narrows_to_a_unit_with_everything_below_it(
    chiefs_desk: Client, lighting: Unit, now: datetime, elsewhere: Unit
) -> None:
    below = Unit.objects.create(
        code="DTY2.1", parent=lighting, path=f"{lighting.path}DTY2.1/", kind=Unit.Kind.OFFICE
    )
    deep = submitted(unit=below, at=now)
    submitted(unit=lighting, at=now)

    rows = chiefs_desk.get(f"{QUEUE}?unit=DTY2.1").context["listing"].rows

    assert [row.service_request for row in rows] == [deep]


def test_the_rail_counts_what_its_views_show(
    desk: Client, lighting: Unit, electrician: User, now: datetime
) -> None:
    mine = submitted(unit=lighting, at=now)
    actions.take(pk=mine.pk, by=electrician, at=now)
    due(submitted(unit=lighting, at=now), now - timedelta(hours=1))

    counts = desk.get(QUEUE).context["counts"]

    for shelf, count in counts.shelves.items():
        listing = desk.get(f"{QUEUE}?view={shelf}").context["listing"]
        assert (shelf, len(listing.rows)) == (shelf, count)
    assert counts.shelves["mine"] == 1
    assert counts.shelves["overdue"] == 1


def test_statements_stay_the_same_with_five_and_with_fifty_requests(
    desk: Client, lighting: Unit, now: datetime
) -> None:
    service = make_service(unit=lighting)
    for _ in range(5):
        submitted(service=service, at=now)
    page(desk)
    with_five = count_queries(lambda: page(desk))
    search_with_five = count_queries(lambda: page(desk, "?q=λάμπα"))
    for _ in range(45):
        submitted(service=service, at=now)

    assert count_queries(lambda: page(desk)) == with_five <= 9
    assert count_queries(lambda: page(desk, "?q=λάμπα")) == search_with_five <= 9


def test_pages_go_on_where_the_one_before_ended(
    desk: Client, lighting: Unit, now: datetime
) -> None:
    service = make_service(unit=lighting)
    made = {submitted(service=service, at=now).pk for _ in range(53)}

    first = desk.get(f"{QUEUE}?view=all").context["listing"]
    second = desk.get(f"{QUEUE}?view=all&page=2").context["listing"]

    assert first.page.next == 2
    assert second.page.next is None
    assert {row.service_request.pk for row in [*first.rows, *second.rows]} == made


def test_an_open_page_hears_of_new_requests_and_of_changed_rows(
    desk: Client, lighting: Unit, electrician: User, now: datetime
) -> None:
    shown = submitted(unit=lighting, at=now - timedelta(hours=1))
    query = desk.get(QUEUE).context["live"]["query"]
    actions.take(pk=shown.pk, by=electrician, at=now + timedelta(minutes=1))
    submitted(unit=lighting, at=now + timedelta(minutes=1))

    answer = desk.get(f"{QUEUE}changes/?{query}").content.decode()

    assert 'class="news"' in answer
    assert f'hx-target="#row-{shown.pk}"' in answer
    assert 'id="count-mine"' in answer


def test_the_preview_alone_is_sent_to_a_page_that_asks_for_it(
    desk: Client, lighting: Unit, now: datetime
) -> None:
    service_request = submitted(unit=lighting, at=now)

    response = desk.get(QUEUE, {"preview": service_request.number}, headers={"HX-Request": "true"})

    assert service_request.number in response.content.decode()
    assert "<html" not in response.content.decode()


def test_a_preview_of_a_request_elsewhere_is_not_found(
    desk: Client, elsewhere: Unit, now: datetime
) -> None:
    theirs = submitted(unit=elsewhere, at=now)

    assert desk.get(QUEUE, {"preview": theirs.number}).status_code == 404


def test_the_panel_of_filters_opens_without_a_script(desk: Client, lighting: Unit) -> None:
    assert 'name="officer"' in page(desk, "?filter=open")


def test_an_empty_queue_says_so(desk: Client, lighting: Unit) -> None:
    assert 'class="empty' in page(desk, "?view=overdue")
