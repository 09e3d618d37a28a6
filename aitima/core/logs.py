"""What a log is not to hold."""

import logging
import re
from typing import Any, Final

HIDDEN: Final = "…"


class Hidden(logging.Filter):
    """Takes the parts of addresses that open something private out of every line."""

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self._pattern = re.compile(pattern)

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(map(self._without, record.args))
        return True

    def _without(self, value: Any) -> Any:
        return self._pattern.sub(HIDDEN, value) if isinstance(value, str) else value
