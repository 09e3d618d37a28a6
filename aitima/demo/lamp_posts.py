"""Lamp posts for the demonstration, so that a number on a pole can be tried out."""

from collections.abc import Iterator
from random import Random
from typing import Final

from aitima.catalogue.models import Asset
from aitima.municipalities import assets
from aitima.municipalities.data import AssetEntry
from aitima.municipalities.mistakes import Origin
from aitima.service_requests.importing.scattering import Settlements

COUNT: Final = 120
SERVICE: Final = "lighting-lamp"


def ensure() -> None:
    if not Asset.objects.exists():
        assets.write(_entries(Settlements.of_the_municipality()), complete=False)


def _entries(settlements: Settlements) -> Iterator[AssetEntry]:
    """The same posts every time, from Μ-0001 on."""
    chance = Random("aitima lamp posts")  # noqa: S311 - a story, no secret
    for number in range(1, COUNT + 1):
        spot = settlements.anywhere(chance)
        yield AssetEntry(
            origin=Origin("demo"),
            code=f"Μ-{number:04}",
            names={"el": "Στύλος φωτισμού", "en": "Lamp post"},
            service=SERVICE,
            address="",
            longitude=spot.longitude,
            latitude=spot.latitude,
        )
