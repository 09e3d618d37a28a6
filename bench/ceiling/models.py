from django.db import models


class Report(models.Model):
    text = models.TextField()
    address = models.CharField(max_length=300)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Event(models.Model):
    report = models.ForeignKey(Report, models.CASCADE)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class Notice(models.Model):
    report = models.ForeignKey(Report, models.CASCADE)
    address = models.CharField(max_length=254)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
