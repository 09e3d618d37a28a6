"""The State's sign-in (GSIS, TaxisNet credentials): proves who sends a report, and nothing else.

`docs/gsis.md` tells how a municipality comes by the credentials. Without them it is not offered.
"""

from aitima.accounts.gsis.person import Person, WrongAnswer, person_from

__all__ = ["Person", "WrongAnswer", "person_from"]
