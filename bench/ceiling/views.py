from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bench.ceiling.models import Event, Notice, Report


def store(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    with transaction.atomic():
        report = Report.objects.create(text=request.POST["text"], address="Ερμού 1", at=at)
        Event.objects.create(report=report, kind="submitted", at=at)
        Notice.objects.create(report=report, address="citizen@example.org", at=at)
    return HttpResponse(f"{report.pk}\n")


def ready(request: HttpRequest) -> HttpResponse:
    del request
    return HttpResponse("ready\n")
