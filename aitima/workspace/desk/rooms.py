"""The two rooms of a request: what the citizen sees, and what stays inside the municipality."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from aitima.accounts.models import User
from aitima.notifications.models import Delivery
from aitima.notifications.queries import log_for
from aitima.organisation.models import Unit
from aitima.organisation.queries import path_of
from aitima.service_requests.answers import Answered, answers
from aitima.service_requests.lifecycle import Status
from aitima.service_requests.messages import in_charge, where
from aitima.service_requests.models import (
    AccessRecord,
    CitizenMessage,
    EventKind,
    Feedback,
    InternalNote,
    Photo,
    PublicAnswer,
    Reporter,
    RequestEvent,
    ServiceRequest,
)
from aitima.service_requests.permissions import Power
from aitima.workspace import clocks
from aitima.workspace.clocks import Bar
from aitima.workspace.desk import steps
from aitima.workspace.desk.steps import Offer
from aitima.workspace.queue.rows import title
from aitima.workspace.staff import Staff

ICONS: Final[Mapping[str, str]] = {
    EventKind.SUBMITTED: "check",
    EventKind.IMPORTED: "check",
    EventKind.CHARGED: "s-charged",
    EventKind.TAKEN: "s-charged",
    EventKind.STARTED: "s-in_progress",
    EventKind.ASKED: "s-waiting",
    EventKind.CITIZEN_ANSWERED: "chat",
    EventKind.ANSWERED: "mail",
    EventKind.SCHEDULED: "s-scheduled",
    EventKind.RESOLVED: "s-resolved",
    EventKind.REJECTED: "s-rejected",
    EventKind.FORWARDED: "s-forwarded",
    EventKind.REOPENED: "s-reopened",
    EventKind.CITIZEN_WROTE: "chat",
    EventKind.CONFIRMED: "check",
    EventKind.WITHDRAWN: "s-rejected",
    EventKind.PUBLISHED: "eye",
    EventKind.HIDDEN: "lock",
    EventKind.ERASED: "lock",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the conversation: an event, and the words that were said with it."""

    event: RequestEvent
    words: str
    icon: str
    answer: PublicAnswer | None = None
    message: CitizenMessage | None = None
    photos: tuple[Photo, ...] = ()
    feedback: Feedback | None = None


@dataclass(frozen=True)
class Desk:
    """Everything that the page of one request shows; each part is read once, when asked for."""

    service_request: ServiceRequest
    staff: Staff

    @property
    def at(self) -> datetime:
        return self.staff.at

    @property
    def title(self) -> str:
        return title(self.service_request)

    @property
    def place(self) -> str:
        return where(self.service_request)

    @property
    def public_address(self) -> str:
        """Where the number alone leads: what everybody may see."""
        return reverse("portal:request", args=self.service_request.number.split("/"))

    @property
    def latitude(self) -> str:
        return f"{self.service_request.latitude or 0:.6f}"

    @property
    def longitude(self) -> str:
        return f"{self.service_request.longitude or 0:.6f}"

    @property
    def coordinates(self) -> str:
        return f"{self.latitude},{self.longitude}"

    @property
    def target(self) -> Bar:
        return clocks.target_bar(self.service_request, at=self.at)

    @property
    def target_note(self) -> str:
        return clocks.target_note(self.service_request, at=self.at)

    @property
    def legal(self) -> Bar:
        return clocks.legal_bar(self.service_request, at=self.at)

    @property
    def legal_note(self) -> str:
        return clocks.legal_note(self.service_request, at=self.at)

    @property
    def path(self) -> list[Unit]:
        return path_of(self.service_request.unit)

    @cached_property
    def offers(self) -> list[Offer]:
        return steps.offers(self.service_request, self.staff)

    @property
    def may_note(self) -> bool:
        return self.staff.access.may(Power.NOTE, self.service_request)

    @property
    def may_answer(self) -> bool:
        return self.staff.access.may(Power.ANSWER, self.service_request)

    @property
    def may_publish(self) -> bool:
        """What is confidential, withdrawn or erased can never be public."""
        withdrawn = self.service_request.state == Status.WITHDRAWN
        never = self.service_request.confidential or self.service_request.erased_at or withdrawn
        return not never and self.staff.access.may(Power.PUBLISH, self.service_request)

    @property
    def may_see_person(self) -> bool:
        return self.staff.access.may(Power.SEE_PERSON, self.service_request)

    @property
    def may_block(self) -> bool:
        """Whoever may, if there is something to block; the person need not be shown for it."""
        if not self.staff.access.may(Power.BLOCK, self.service_request):
            return False
        return bool(self.reporter and (self.reporter.email or self.reporter.phone))

    @cached_property
    def events(self) -> list[RequestEvent]:
        events = self.service_request.events.select_related("by", "unit")
        return list(events.order_by("sequence"))

    @cached_property
    def lines(self) -> list[Line]:
        """The conversation in the order it happened; internal notes have no line here."""
        said = self.service_request.public_answers.select_related("by")
        answers = {answer.pk: answer for answer in said.order_by("pk")}
        messages = {m.pk: m for m in self.service_request.citizen_messages.order_by("pk")}
        photos = {photo.pk: photo for photo in self.photos}
        given = {feedback.pk: feedback for feedback in self.feedback}
        officers = self._officers()
        return [
            Line(
                event=event,
                words=words(event, officers),
                icon=ICONS.get(event.kind, "check"),
                answer=answers.get(event.data.get("answer")),
                message=messages.get(event.data.get("message")),
                photos=tuple(photos[key] for key in event.data.get("photos", ()) if key in photos),
                feedback=given.get(event.data.get("feedback")),
            )
            for event in self.events
            if event.kind != EventKind.NOTED
        ]

    def since(self, sequence: int) -> list[Line]:
        """What happened after an event, for whoever acted without having seen it."""
        officers = self._officers()
        return [
            Line(event=event, words=words(event, officers), icon=ICONS.get(event.kind, "lock"))
            for event in self.events
            if event.sequence > sequence
        ]

    @cached_property
    def notes(self) -> list[InternalNote]:
        notes = self.service_request.internal_notes.select_related("by")
        return list(notes.order_by("-at", "-pk"))

    @cached_property
    def photos(self) -> list[Photo]:
        return list(self.service_request.photos.order_by("at", "pk"))

    @property
    def photos_before(self) -> list[Photo]:
        return [photo for photo in self.photos if photo.purpose == Photo.Purpose.REPORT]

    @property
    def photos_after(self) -> list[Photo]:
        return [photo for photo in self.photos if photo.purpose == Photo.Purpose.AFTER]

    @cached_property
    def feedback(self) -> list[Feedback]:
        """What the citizen said of each end; read only where there was one."""
        ended = {EventKind.CONFIRMED, EventKind.REOPENED}
        if not any(event.kind in ended for event in self.events):
            return []
        return list(self.service_request.feedback.order_by("at", "pk"))

    @property
    def verdict(self) -> Feedback | None:
        """What the citizen says of the end that stands now."""
        closed_at = self.service_request.closed_at
        if closed_at is None:
            return None
        return next((f for f in self.feedback if f.fixed and f.at >= closed_at), None)

    @cached_property
    def answers(self) -> list[Answered]:
        """What the citizen answered to the service's questions."""
        return answers(self.service_request)

    @cached_property
    def deliveries(self) -> list[Delivery]:
        return list(log_for(self.service_request.topic))

    @cached_property
    def reporter(self) -> Reporter | None:
        """Whether there is a person to ask about; the page shows only which facts are kept."""
        return Reporter.objects.filter(service_request=self.service_request).first()

    @property
    def accesses(self) -> QuerySet[AccessRecord]:
        return self.service_request.access_records.select_related("by").order_by("-at", "-pk")[:3]

    @property
    def in_charge(self) -> list[User]:
        return in_charge(self.service_request, at=self.at)

    @property
    def writes_to_citizen(self) -> bool:
        return bool(self.reporter and self.reporter.email)

    def _officers(self) -> dict[int, str]:
        keys = {event.data.get("officer") for event in self.events} - {None}
        return dict(User.objects.filter(pk__in=keys).values_list("pk", "full_name"))


def words(event: RequestEvent, officers: Mapping[int, str]) -> str:
    """An event as a sentence for colleagues."""
    unit = event.unit.name if event.unit else ""
    facts = {
        "unit": unit,
        "who": event.by.full_name if event.by else "",
        "officer": officers.get(event.data.get("officer"), ""),
        "authority": event.data.get("authority", ""),
        "day": _day(event),
    }
    charged = (
        _("Charged to %(officer)s, %(unit)s") if facts["officer"] else _("Charged to %(unit)s")
    )
    sentences = {
        EventKind.SUBMITTED: _("Entered in the protocol, for %(unit)s"),
        EventKind.IMPORTED: _("Taken over from another system"),
        EventKind.CHARGED: charged,
        EventKind.TAKEN: _("%(who)s took it"),
        EventKind.STARTED: _("Work has started"),
        EventKind.ASKED: _("Question to the citizen; the target stands still"),
        EventKind.CITIZEN_ANSWERED: _("The citizen answered; the target goes on"),
        EventKind.ANSWERED: _("Answer to the citizen"),
        EventKind.SCHEDULED: _("Planned for %(day)s"),
        EventKind.RESOLVED: _("Resolved"),
        EventKind.REJECTED: _("Not accepted"),
        EventKind.FORWARDED: _("Forwarded to %(authority)s"),
        EventKind.REOPENED: _("Reopened") if event.by else _("Reopened by the citizen: not fixed"),
        EventKind.NOTED: _("Internal note"),
        EventKind.CITIZEN_WROTE: _wrote(event),
        EventKind.CONFIRMED: (
            _("The citizen took back that it is fixed")
            if event.data.get("taken_back")
            else _("The citizen says it is fixed")
        ),
        EventKind.WITHDRAWN: _("Withdrawn by the citizen"),
        EventKind.PUBLISHED: _("%(who)s showed it to the public"),
        EventKind.HIDDEN: _("%(who)s hid it from the public"),
        EventKind.ERASED: _("Personal data erased at the citizen’s request"),
    }
    return sentences[EventKind(event.kind)] % facts


def _wrote(event: RequestEvent) -> str:
    if event.data.get("purpose") == CitizenMessage.Purpose.THANKS:
        return _("The citizen says thank you")
    return _("The citizen added something")


def _day(event: RequestEvent) -> str:
    planned = parse_date(event.data.get("day") or "")
    return clocks.day(planned, at=event.at) if planned else ""
