"""What a citizen told about themselves is shown to those who need it, when they ask for it."""

import pytest

from tests.security.addresses import ADDRESSES
from tests.security.roles import ROLES, World, make_world
from tests.security.table import TABLE
from tests.security.walking import visit

pytestmark = pytest.mark.django_db


def shown(world: World, method: str) -> set[tuple[str, str]]:
    """Which address shows which role something personal."""
    found = set()
    for row in TABLE:
        path = ADDRESSES[row.name].written(world.facts | row.facts)
        for role in ROLES:
            page = visit(world, role, method, path)
            content = page.getvalue() if page.streaming else page.content
            if any(word.encode() in content for word in world.personal):
                found.add((row.name, role))
    return found


def test_no_page_shows_a_citizens_data_by_itself_but_to_the_citizen() -> None:
    world = make_world()

    assert shown(world, "get") == {
        ("portal:received", "holder"),
        ("portal:received", "owner"),
        *((f"portal:{page}", "owner") for page in ("my", "my-copy-json", "my-erase")),
    }


def test_those_who_handle_a_request_may_ask_who_sent_it() -> None:
    world = make_world()

    assert {(page, role) for page, role in shown(world, "post") if role != "owner"} == {
        ("workspace:request-person", role) for role in ("officer", "head", "director", "counter")
    }
