"""Who is told what of each change. Facts come from here, words from `notifications`."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from aitima.accounts.models import User
from aitima.core.translated import translate
from aitima.notifications import preferences
from aitima.notifications.outbox import Envelope
from aitima.organisation.models import Assignment
from aitima.organisation.queries import municipality
from aitima.service_requests import links
from aitima.service_requests.models import Reporter, ServiceRequest

_HEADS = (Assignment.Role.HEAD, Assignment.Role.DEPUTY)
_ANSWERS_FOR_UNIT = (Assignment.Role.OFFICER, *_HEADS)


def to_citizen(
    template: str, service_request: ServiceRequest, *, at: datetime, **facts: str
) -> Iterator[Envelope]:
    """The citizen's message, if there is an address that wants it; it carries a link of its own."""
    reporter = Reporter.objects.filter(service_request=service_request).first()
    if reporter is None or not reporter.email:
        return
    if not preferences.wants(reporter.email, template):
        return
    secret = links.new_link(service_request, at=at)
    yield citizen_envelope(template, service_request, reporter.email, secret, **facts)


def from_unit(
    template: str, service_request: ServiceRequest, *, at: datetime, **facts: str
) -> Iterator[Envelope]:
    """The same, in the name of the unit that has the request."""
    unit = translate(service_request.unit.names, language=service_request.language)
    return to_citizen(template, service_request, at=at, unit=unit, **facts)


def citizen_envelope(
    template: str, service_request: ServiceRequest, email: str, secret: str, **facts: str
) -> Envelope:
    language = service_request.language
    return Envelope(
        template=template,
        to=email,
        language=language,
        about=service_request.topic,
        context=_case(service_request, language)
        | {"private_url": links.private_url(secret)}
        | facts,
    )


def to_officers(
    template: str, service_request: ServiceRequest, people: Iterable[User], **facts: str
) -> Iterator[Envelope]:
    for person in people:
        context = _case(service_request, person.language) | {
            "place": settlement(service_request, language=person.language),
            "workspace_url": links.workspace_url(service_request),
            "unit": translate(service_request.unit.names, language=person.language),
        }
        yield Envelope(
            template=template,
            to=person.email,
            language=person.language,
            about=service_request.topic,
            context=context | facts,
        )


def in_charge(service_request: ServiceRequest, *, at: datetime) -> list[User]:
    """The officer charged, else everybody who answers for the unit; those with an address.

    An officer who has left reads nothing any more, so the unit is told instead.
    """
    posts = Assignment.objects.valid(on=timezone.localdate(at)).filter(role__in=_ANSWERS_FOR_UNIT)
    if service_request.officer_id:
        charged = _at_work(posts).filter(pk=service_request.officer_id).first()
        if charged:
            return [charged] if charged.email else []
    answering = _at_work(posts.filter(unit_id=service_request.unit_id))
    return list(answering.exclude(email="").order_by("pk"))


def heads(service_request: ServiceRequest, *, at: datetime) -> list[User]:
    """Head and deputies of the unit; where it has none, of the nearest unit above that has."""
    posts = Assignment.objects.valid(on=timezone.localdate(at)).filter(
        role__in=_HEADS,
        unit__path__in=_up_from(service_request.unit.path),
        user__is_active=True,
    )
    rows = list(posts.exclude(user__email="").select_related("user", "unit").order_by("user_id"))
    nearest = max((row.unit.path for row in rows), key=len, default="")
    return list(dict.fromkeys(row.user for row in rows if row.unit.path == nearest))


def _up_from(path: str) -> list[str]:
    """The path of a unit and of each above it: "A/B/" and "A/"."""
    codes = path.strip("/").split("/")
    return ["/".join(codes[: depth + 1]) + "/" for depth in range(len(codes))]


def _at_work(posts: QuerySet[Assignment]) -> QuerySet[User]:
    return User.objects.filter(is_active=True, pk__in=posts.values("user_id"))


def day(moment: datetime) -> str:
    return timezone.localdate(moment).isoformat()


def expected(service_request: ServiceRequest, *, at: datetime) -> str:
    """The day to expect, or nothing where it has already passed."""
    due = timezone.localdate(service_request.due_at)
    return due.isoformat() if due >= timezone.localdate(at) else ""


def _case(service_request: ServiceRequest, language: str) -> dict[str, str]:
    here = municipality()
    return {
        "number": service_request.number,
        "service": translate(service_request.service.names, language=language),
        "place": where(service_request, language=language),
        "municipality": translate(here.names, language=language),
        "phone": here.phone,
    }


def where(service_request: ServiceRequest, *, language: str | None = None) -> str:
    """The place in words: what was written, the settlement or else the municipal unit."""
    parts = [service_request.address, settlement(service_request, language=language)]
    return ", ".join(part for part in parts if part)


def settlement(service_request: ServiceRequest, *, language: str | None = None) -> str:
    """The place as the chart of the municipality names it, without what the citizen wrote."""
    found = service_request.place or service_request.area
    return translate(found.names, language=language) if found else ""
