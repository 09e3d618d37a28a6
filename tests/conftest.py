"""What every test shares: the databases of the run, the traps, a few helpers."""

from tests.support import environment

environment.prepare()

import django  # noqa: E402 - the environment comes first

django.setup()

from collections.abc import Iterator  # noqa: E402

import pytest  # noqa: E402
from pytest_django.plugin import blocking_manager_key  # noqa: E402

from aitima.core.caching import forget_everything  # noqa: E402
from tests.support import traps  # noqa: E402
from tests.support.database import databases, keep_what_is_dropped_anyway  # noqa: E402

DATABASE = pytest.StashKey[str]()

keep_what_is_dropped_anyway()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Choose the test's database before anything opens a transaction on it."""
    fixtures: list[str] = getattr(item, "fixturenames", [])
    marker = item.get_closest_marker("django_db")
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


@pytest.fixture
def lesvos(db: None) -> None:
    """Give the test a database with the Municipality of Lesvos loaded."""
