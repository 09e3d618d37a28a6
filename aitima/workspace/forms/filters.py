"""The panel of filters; a GET form, so that its answers stand in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aitima.accounts.models import User
from aitima.catalogue.queries import catalogue
from aitima.organisation.models import Assignment
from aitima.service_requests.lifecycle import CLOSED, OPEN, Status
from aitima.workspace.forms.base import DenseForm
from aitima.workspace.queue.filters import areas
from aitima.workspace.queue.listing import Listing
from aitima.workspace.staff import Staff

type Choices = list[tuple[str, Any]]


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "i"})


def _day(label: Any) -> forms.CharField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "i"})
    return forms.CharField(label=label, required=False, widget=widget)


class FilterForm(DenseForm):
    q = forms.CharField(
        label=gettext_lazy("Words or number"),
        required=False,
        widget=forms.TextInput(attrs={"class": "i"}),
    )
    service = forms.ChoiceField(label=gettext_lazy("Service"), required=False, widget=_select())
    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False, widget=_select())
    unit = forms.ChoiceField(
        label=gettext_lazy("Unit, with those below it"), required=False, widget=_select()
    )
    officer = forms.ChoiceField(label=gettext_lazy("Officer"), required=False, widget=_select())
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False, widget=_select())
    since = _day(gettext_lazy("Received from"))
    until = _day(gettext_lazy("Received until"))

    @classmethod
    def of(cls, listing: Listing) -> "FilterForm":
        form = cls(initial={name: listing.address.get(name, "") for name in cls.base_fields})
        for name, choices in _choices(listing).items():
            field = form.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
            field.choices = [("", _("any")), *choices]
        return form


def _choices(listing: Listing) -> dict[str, Choices]:
    states = OPEN if listing.shelf.is_open else OPEN | CLOSED
    return {
        "service": _services(),
        "area": [(area.code, area.name) for area in areas()],
        "unit": [(unit.code, f"{'– ' * unit.depth}{unit.name}") for unit in listing.staff.units],
        "officer": _officers(listing.staff),
        "state": [(state.value, state.label) for state in Status if state in states],
    }


def _services() -> Choices:
    whole = catalogue()
    return [
        (
            group.name,
            [
                (f"group:{group.code}", _("%(group)s: all") % {"group": group.name}),
                *((service.code, service.name) for service in whole.in_group(group)),
            ],
        )
        for group in whole.groups
    ]


def _officers(staff: Staff) -> Choices:
    posts = Assignment.objects.filter(unit__in=[unit.pk for unit in staff.units])
    people = User.objects.filter(pk__in=posts.values("user_id")).order_by("full_name", "pk")
    return [(str(pk), name) for pk, name in people.values_list("pk", "full_name")]
