"""What the public sees of a request, on a page of its own."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from aitima.service_requests.permissions import Power
from aitima.workspace.forms.publishing import HideForm, PublishForm
from aitima.workspace.staff import StaffRequest, staff_page
from aitima.workspace.views import steps


@staff_page
@require_http_methods(["GET", "POST"])
def publication(request: StaffRequest, number: str) -> HttpResponse:
    service_request = steps.access_for(request, number, Power.PUBLISH)
    form_class = HideForm if "hide" in request.POST else PublishForm
    form = form_class(steps.posted(request), service_request=service_request, auto_id="step-%s")
    return steps.answer(request, form, "workspace/publication.html")
