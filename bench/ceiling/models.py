from typing import ClassVar

from django.db import models


class Report(models.Model):
    objects: ClassVar[models.Manager["Report"]] = models.Manager()

    text = models.TextField()
    address = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Event(models.Model):
    objects: ClassVar[models.Manager["Event"]] = models.Manager()

    report = models.ForeignKey(Report, models.CASCADE)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Notice(models.Model):
    objects: ClassVar[models.Manager["Notice"]] = models.Manager()

    report = models.ForeignKey(Report, models.CASCADE)
    address = models.CharField(max_length=254)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
