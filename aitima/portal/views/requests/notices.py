"""What a page of a request says after something was done there."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Notice = tuple[Promise, Promise | str]

BEFORE: Final = "-before"
"""Behind a notice's name: it was done already, by an earlier press."""

_NOTICES: Final[Mapping[str, Notice]] = {
    "answered": (_("Your answer was sent."), _("The service goes on.")),
    "added": (_("We passed it on to the service."), _("It stands in the conversation below.")),
    "thanked": (_("We passed your thanks on."), _("Those who did it will read them.")),
    "reopened": (
        _("We opened it again."),
        _("It went to the head of the service, and it counts in our figures."),
    ),
    "withdrawn": (
        _("Your request is withdrawn."),
        _("The service knows, and the public does not see it any more."),
    ),
    "rated": (_("Thank you for your opinion."), _("The service reads it. It is not published.")),
    "taken-back": (
        _("We took it back."),
        _("Look at it whenever you like, and tell us then whether it is fixed."),
    ),
}
_BEFORE: Final = _("That was done already; nothing was sent twice.")


def of(name: str) -> Notice | None:
    """What to say, and what follows from it."""
    found = _NOTICES.get(name.removesuffix(BEFORE))
    if found and name.endswith(BEFORE):
        return found[0], _BEFORE
    return found
