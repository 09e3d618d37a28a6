"""What is being done, told as it happens: a bar in a terminal, plain lines elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

console: Final = Console(highlight=False, soft_wrap=True)
if not console.is_terminal:
    console.width = 100
LINE_EVERY: Final = 5.0  # seconds between plain lines about one step

type Advance = Callable[[int], None]


@contextmanager
def step(title: str, total: int | None = None) -> Iterator[Advance]:
    """Show a step; what is yielded takes the number of things done so far."""
    started = time.monotonic()
    with _bar(title, total) if console.is_terminal else _lines(title, total) as advance:
        yield advance
    mark = "[green]✓[/green]" if console.is_terminal else "=="
    console.print(f"{mark} {title} [dim]({time.monotonic() - started:.1f} s)[/dim]")


@contextmanager
def _bar(title: str, total: int | None) -> Iterator[Advance]:
    columns = [SpinnerColumn(), TextColumn("{task.description}")]
    counted = [BarColumn(), MofNCompleteColumn()] if total else [TextColumn("{task.fields[done]}")]
    with Progress(*columns, *counted, console=console, transient=True) as progress:
        task = progress.add_task(title, total=total, done="")

        def advance(done: int) -> None:
            progress.update(task, completed=done, done=f"{done:,}")

        yield advance


@contextmanager
def _lines(title: str, total: int | None) -> Iterator[Advance]:
    told = time.monotonic()

    def advance(done: int) -> None:
        nonlocal told
        if time.monotonic() - told > LINE_EVERY:
            told = time.monotonic()
            console.print(f"   {title}: {done:,}{f' of {total:,}' if total else ''}")

    yield advance
