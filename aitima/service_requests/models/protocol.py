"""Protocol numbers: yearly and gapless, e.g. `2026/004512`."""

from django.db import models


class ProtocolCounter(models.Model):
    """The last number given in a year. Its row is locked until the transaction ends."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
