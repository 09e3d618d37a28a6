"""The parts of the documentation that the code knows better: written from it, between markers.

    python tools/write_docs.py          write them anew
    python tools/write_docs.py --check  exit 1 and name the pages that are out of date

A part stands in a page between `<!-- begin NAME -->` and `<!-- end NAME -->`; the names are those
of `tools/doc_parts.py`. No database is asked: only the code, pyproject.toml and the decisions.
"""

import argparse
import os
import re
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
PART: Final = re.compile(
    r"(?P<begin><!-- begin (?P<name>[\w-]+) -->\n).*?(?P<end><!-- end (?P=name) -->)", re.DOTALL
)


def main() -> int:
    parser = argparse.ArgumentParser(description="Write the parts of the docs that come from code.")
    parser.add_argument("--check", action="store_true", help="change nothing, tell what differs")
    check = parser.parse_args().check
    set_up()
    stale = [page for page in pages(ROOT) if renew(page, write=not check)]
    for page in stale:
        print(f"{page.relative_to(ROOT)} {'is out of date' if check else 'is written anew'}")
    if stale and check:
        print("Run: python tools/write_docs.py", file=sys.stderr)
    return 1 if stale and check else 0


def set_up() -> None:
    """Make Django's models importable, with a database that nobody asks."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aitima.config.settings")
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/none")
    os.environ.setdefault("SECRET_KEY", "only-to-write-the-documentation-" * 2)
    import django  # noqa: PLC0415 - after the environment

    django.setup()


def pages(root: Path) -> list[Path]:
    return sorted([*root.glob("*.md"), *(root / "docs").rglob("*.md")])


def renew(page: Path, *, write: bool) -> bool:
    """Tell whether the page's parts differ from what the code says; write them if wished."""
    text = page.read_text(encoding="utf-8")
    fresh = PART.sub(_renewed, text)
    if write and fresh != text:
        page.write_text(fresh, encoding="utf-8")
    return fresh != text


def _renewed(part: re.Match[str]) -> str:
    from tools.doc_parts import PARTS  # noqa: PLC0415 - after Django's setup

    return f"{part['begin']}\n{PARTS[part['name']]()}\n\n{part['end']}"


if __name__ == "__main__":
    sys.exit(main())
