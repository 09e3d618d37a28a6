"""What every test shares: the databases of the run, the traps, a few helpers."""

from tests.support import environment

environment.prepare()

import django  # noqa: E402 - the environment comes first

django.setup()

from collections.abc import Callable, Iterator  # noqa: E402
from contextlib import AbstractContextManager  # noqa: E402
from typing import Any  # noqa: E402

import pytest  # noqa: E402
from playwright.sync_api import BrowserContext  # noqa: E402
from pytest_django.plugin import blocking_manager_key  # noqa: E402

from aitima.core.caching import forget_everything  # noqa: E402
from tests.support import browser, traps  # noqa: E402
from tests.support import system as systems  # noqa: E402
from tests.support.database import databases, keep_what_is_dropped_anyway  # noqa: E402

DATABASE = pytest.StashKey[str]()
OPENED = pytest.StashKey[AbstractContextManager[None]]()

keep_what_is_dropped_anyway()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Choose the test's database before anything opens a transaction on it."""
    fixtures: list[str] = getattr(item, "fixturenames", [])
    marker = item.get_closest_marker("django_db")
    if "system" in fixtures:
        item.stash[OPENED] = item.config.stash[blocking_manager_key].unblock()
        item.stash[OPENED].__enter__()
        systems.look_into_its_database()
        return
    if marker is None and not {"db", "transactional_db"} & set(fixtures):
        return
    alone = "transactional_db" in fixtures or bool(marker and marker.kwargs.get("transaction"))
    with item.config.stash[blocking_manager_key].unblock():
        name = databases.use("lesvos" if "lesvos" in fixtures else "empty", alone=alone)
    if alone:
        item.stash[DATABASE] = name


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Drop the database of a test that had one for itself."""
    yield
    if OPENED in item.stash:
        item.stash[OPENED].__exit__(None, None, None)
    name = item.stash.get(DATABASE, None)
    if name is not None:
        with item.config.stash[blocking_manager_key].unblock():
            databases.drop(name)


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Stand in for pytest-django's own databases: `pytest_runtest_setup` has cloned ours."""


@pytest.fixture(autouse=True)
def _traps(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    forget_everything()
    traps.shuffle_unordered_querysets(monkeypatch, seed=request.node.nodeid)


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[systems.System]:
    """Give the test the whole system, running; Django's connection looks into its database."""
    yield from systems.run_system(tmp_path_factory.mktemp("system"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, **browser.launch_arguments()}


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext],
) -> Iterator[Callable[..., BrowserContext]]:
    yield from browser.guarded(new_context)


@pytest.fixture
def lesvos(db: None) -> None:
    """Give the test a database with the Municipality of Lesvos loaded."""
