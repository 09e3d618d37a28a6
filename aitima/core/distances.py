"""Distances as people say them, in the language that is spoken."""

from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

KILOMETRE: Final = 1000


def distance(metres: float) -> str:
    """Say a distance: “500 metres”, “1.5 km”; in Greek «1,5 χλμ.»."""
    if metres < KILOMETRE:
        return _("{metres} metres").format(metres=round(metres))
    kilometres = round(metres / KILOMETRE, 1)
    whole = kilometres == int(kilometres)
    return _("{km} km").format(km=number_format(kilometres, decimal_pos=0 if whole else 1))
