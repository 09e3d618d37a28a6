"""What the citizen does on the page of a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from aitima.portal.access import Opened, access_own
from aitima.portal.forms import AnswerForm, NotFixedForm
from aitima.portal.views.requests.page import is_done, page_of
from aitima.service_requests import actions
from aitima.service_requests.lifecycle import TransitionRefused


@require_POST
def answer(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    opened = access_own(request, f"{year}/{serial}")
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page_of(request, opened, answer_form=form)
    return _act(
        request,
        opened,
        form,
        lambda: actions.answer_question(
            pk=opened.service_request.pk, answer=form.cleaned_data["answer"], at=timezone.now()
        ),
        after="answered",
    )


@require_POST
def not_fixed(request: HttpRequest, year: int, serial: str) -> HttpResponse:
    opened = access_own(request, f"{year}/{serial}")
    form = NotFixedForm(request.POST, done=is_done(opened))
    if not form.is_valid():
        return page_of(request, opened, not_fixed_form=form)
    return _act(
        request,
        opened,
        form,
        lambda: actions.reopen(pk=opened.service_request.pk, reason=form.reason, at=timezone.now()),
        after="reopened",
    )


def _act(
    request: HttpRequest,
    opened: Opened,
    form: AnswerForm | NotFixedForm,
    act: Callable[[], object],
    *,
    after: str,
) -> HttpResponse:
    """Do it and go back to the page; when somebody was faster, say so and keep the text."""
    try:
        act()
    except TransitionRefused as refusal:
        form.add_error(None, str(refusal))
        fresh = access_own(request, opened.service_request.number)
        if isinstance(form, AnswerForm):
            return page_of(request, fresh, answer_form=form)
        return page_of(request, fresh, not_fixed_form=form)
    year, serial = opened.service_request.number.split("/")
    return redirect(f"{reverse('portal:request', args=[year, serial])}?after={after}")
