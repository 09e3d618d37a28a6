"""Which municipality it is, is data: no module but the demo names one."""

from pathlib import Path

import pytest

import aitima

PACKAGE = Path(aitima.__file__).parent
NAMED_BY = ("municipalities/lesvos/", "demo/", "runtime/demonstration.py", "bench/")
NAMES = ("lesvos", "λέσβο", "λεσβο", "mytilene", "μυτιλήνη")
KINDS = frozenset({".py", ".html", ".txt", ".js", ".css", ".po", ".typ", ".toml", ".mjml"})
BUILT = ("static/vendor/",)


def modules() -> list[str]:
    paths = (path for path in PACKAGE.rglob("*") if path.suffix in KINDS)
    names = (path.relative_to(PACKAGE).as_posix() for path in paths)
    return sorted(name for name in names if not name.startswith((*NAMED_BY, *BUILT)))


@pytest.mark.parametrize("name", modules())
def test_the_module_names_no_municipality(name: str) -> None:
    text = (PACKAGE / name).read_text("utf-8").casefold()

    assert [place for place in NAMES if place in text] == []
