"""For developers: have the processes replaced when a file of the package changes."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

LOOK_EVERY: Final = 0.7
SUFFIXES: Final = frozenset({".py", ".html", ".txt", ".mo", ".toml"})


def watch_for_changes(folder: Path, renew: Callable[[], None]) -> None:
    threading.Thread(target=_watch, args=(folder, renew), daemon=True).start()


def _watch(folder: Path, renew: Callable[[], None]) -> None:
    before = _state(folder)
    while True:
        time.sleep(LOOK_EVERY)
        now = _state(folder)
        if now != before:
            before = now
            renew()


def _state(folder: Path) -> dict[Path, int]:
    return {
        path: path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES and path.is_file()
    }
