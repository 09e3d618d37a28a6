"""What a draft answers: whether it is all there, and which step comes next."""

from dataclasses import dataclass

from django.utils import timezone

from aitima.catalogue.models import Need, Service
from aitima.catalogue.queries import catalogue
from aitima.portal.forms import DetailsForm, WhatForm, WhereForm
from aitima.portal.forms.questions import Answered
from aitima.portal.models import ReportDraft
from aitima.portal.reporting import identity
from aitima.portal.reporting.already_known import known_near


@dataclass(frozen=True, slots=True)
class Answers:
    """A draft that answers everything, ready to be sent.

    `questions` are the service's own that were shown and answered, in order: show
    `answered.question.name` and `answered.shown`; `attributes` is what a report keeps of them.
    """

    draft: ReportDraft
    what: WhatForm
    where: WhereForm
    details: DetailsForm
    questions: tuple[Answered, ...]

    @property
    def attributes(self) -> dict[str, object]:
        return {answered.question.code: answered.value for answered in self.questions}

    @property
    def place_is_private(self) -> bool:
        return asks_where(self.service) and self.where.is_private

    @property
    def proof(self) -> identity.Proof | None:
        return identity.proof_of(self.draft, self.details.cleaned_data["email"])

    @property
    def service(self) -> Service:
        service: Service = self.what.cleaned_data["service"]
        return service


def service_of(draft: ReportDraft | None) -> Service | None:
    return catalogue().services.get(str(draft.answer("service"))) if draft else None


def asks_where(service: Service) -> bool:
    return service.place != Need.NONE


def check(draft: ReportDraft | None) -> Answers | str:
    """Check a whole draft; where something is missing, the step to go to."""
    answers = check_answers(draft)
    if isinstance(answers, str) or not identity.is_missing(
        answers.draft, answers.service, answers.details.cleaned_data["email"]
    ):
        return answers
    return identity.STEP


def check_answers(draft: ReportDraft | None) -> Answers | str:
    """Check what was answered; whether identity was proved is another matter."""
    service = service_of(draft)
    if draft is None or service is None:
        return "portal:report-what"
    what = WhatForm(draft.answers)
    where = WhereForm(draft.answers, service=service)
    details = DetailsForm(
        draft.answers, service=service, photos=len(draft.photos), today=timezone.localdate()
    )
    if not what.is_valid():
        return "portal:report-what"
    if asks_where(service) and not where.is_valid():
        return "portal:report-where"
    if not details.is_valid():
        return "portal:report-details"
    return Answers(draft, what, where, details, tuple(details.answered()))


def after_what(draft: ReportDraft, service: Service) -> str:
    """The step after the first: whoever came by a number on a thing has said where it is."""
    if not asks_where(service):
        return "portal:report-details"
    if draft.answer("asset") and WhereForm(draft.answers, service=service).is_valid():
        return after_where(draft, service)
    return "portal:report-where"


def after_where(draft: ReportDraft, service: Service) -> str:
    """The step after the place: what others have reported there, if there is any."""
    near = known_near(draft, service)
    return "portal:report-nearby" if near else "portal:report-details"
