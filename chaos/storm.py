"""Reporters and kills at the same time, both bounded."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from threading import Event
from typing import Final

from PIL import Image

from chaos.installation import Installation
from chaos.reporter import Outcome, Reporter

LONGEST_SECONDS: Final = 1200
_BETWEEN_KILLS: Final = (1.0, 3.0)


@dataclass
class Storm:
    installation: Installation
    reporters: int
    kills: int
    seed: int
    killed: int = 0
    seconds: float = 0.0
    outcomes: list[Outcome] = field(default_factory=list)

    def rage(self) -> None:
        """Report and kill until so many processes were killed; then let everybody finish."""
        begun = time.monotonic()
        over = Event()
        with ThreadPoolExecutor(self.reporters) as pool:
            walks = [pool.submit(self._walk, number, over) for number in range(self.reporters)]
            try:
                self._kill()
            finally:
                over.set()
            for walk in walks:
                self.outcomes += walk.result()
        self.seconds = time.monotonic() - begun

    def _walk(self, number: int, over: Event) -> list[Outcome]:
        chance = Random(self.seed + number)
        reporter = Reporter(self.installation.url, _pictures(chance), chance)
        count = 0
        while not over.is_set():
            count += 1
            reporter.report(f"Κάηκε η λάμπα, αναφορά {number}-{count}")
        return reporter.outcomes

    def _kill(self) -> None:
        """One after the other, at moments that nobody knows beforehand."""
        chance = Random(self.seed)
        limit = time.monotonic() + LONGEST_SECONDS
        while self.killed < self.kills and time.monotonic() < limit:
            time.sleep(chance.uniform(*_BETWEEN_KILLS))
            alive = self.installation.web_processes()
            if alive and self.installation.kill(chance.choice(alive)):
                self.killed += 1


def _pictures(chance: Random) -> Sequence[bytes]:
    return [_picture(chance) for _ in range(chance.randint(1, 3))]


def _picture(chance: Random) -> bytes:
    """Noise, so that it is as large as a phone's picture after shrinking."""
    image = Image.frombytes("RGB", (640, 480), chance.randbytes(640 * 480 * 3))
    content = BytesIO()
    image.save(content, "JPEG", quality=60)
    return content.getvalue()
