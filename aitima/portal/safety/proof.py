"""Proof of work (ALTCHA): asked for under attack alone, solved by `proof.js`, good for one report.

The browser looks for the number that, behind the salt, has the given SHA-256.
"""

import base64
import json
from datetime import datetime, timedelta
from typing import Any, Final

from altcha.v1 import ChallengeOptions, create_challenge, verify_solution
from django.conf import settings
from django.utils.crypto import salted_hmac

from aitima.accounts import limits

FIELD: Final = "proof"
LIFETIME: Final = timedelta(minutes=10)
HARDEST: Final = 60_000
"""Hashes at most: a second or two on a computer, some five on an old phone."""
_LONGEST: Final = 1000
_TEXTS: Final = ("algorithm", "challenge", "salt", "signature")


def challenge(*, at: datetime) -> dict[str, Any]:
    """What the browser is to solve, as its data attributes say it."""
    options = ChallengeOptions(
        algorithm="SHA-256", max_number=HARDEST, hmac_key=_key(), expires=at + LIFETIME
    )
    made = create_challenge(options)
    return {
        "salt": made.salt,
        "challenge": made.challenge,
        "signature": made.signature,
        "most": made.max_number,
    }


def holds(solution: str, *, at: datetime) -> bool:
    """Whether a challenge of ours was solved, in time, and is used for the first time."""
    answer = _read(solution)
    right, _reason = verify_solution(answer, _key(), check_expires=True)
    # By the challenge, for the same solution can be written in many ways.
    return right and limits.take("proof", answer["challenge"], at=at).allowed


def _read(solution: str) -> Any:
    """The fields of a solution, `{"challenge": …, "number": …}` as ALTCHA writes it in base64."""
    if len(solution) > _LONGEST:
        return {}
    try:
        answer = json.loads(base64.b64decode(solution))
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) and _is_written_by_us(answer) else {}


def _is_written_by_us(answer: dict[str, Any]) -> bool:
    """Whether each field is what `proof.js` makes it: the library trusts them to be."""
    texts = (answer.get(name) for name in _TEXTS)
    plain = all(isinstance(text, str) and text.isascii() for text in texts)
    return plain and isinstance(answer.get("number"), int)


def _key() -> str:
    return salted_hmac("aitima.proof", settings.SECRET_KEY, algorithm="sha256").hexdigest()
