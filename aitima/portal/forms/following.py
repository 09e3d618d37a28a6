"""Following: an address, and what it wants to hear of."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aitima.catalogue.models import Service
from aitima.catalogue.queries import catalogue
from aitima.core.distances import distance
from aitima.core.text import fold
from aitima.geography import queries
from aitima.geography.models import Area
from aitima.portal.forms.base import TrappedForm
from aitima.portal.places import by_area
from aitima.service_requests.actions.following import Followed

_LONGEST_EMAIL: Final = 254  # RFC 5321
RADII: Final = (100, 250, 500, 1000, 2000, 5000)  # metres
USUAL_RADIUS: Final = 500
_RADIUS: Final = re.compile(r"[0-9]{1,6}")


class FollowForm(TrappedForm):
    """Where to write."""

    email = forms.EmailField(
        max_length=_LONGEST_EMAIL,
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(
            attrs={"class": "govgr-input", "autocomplete": "email", "spellcheck": "false"}
        ),
        error_messages={
            "required": gettext_lazy("Write your e-mail address"),
            "invalid": gettext_lazy("Write the e-mail address as in name@example.gr"),
            "max_length": gettext_lazy("Write the e-mail address as in name@example.gr"),
        },
    )


class Where(models.TextChoices):
    EVERYWHERE = "everywhere", gettext_lazy("Everywhere in the municipality")
    AREA = "area", gettext_lazy("In one municipal unit")
    AROUND = "around", gettext_lazy("Around a place")


class FollowNewForm(FollowForm):
    """New requests of a service, somewhere."""

    service = forms.ChoiceField(
        required=False,
        label=gettext_lazy("About what?"),
        widget=forms.Select(attrs={"class": "govgr-select"}),
        error_messages={"invalid_choice": gettext_lazy("Choose from the list")},
    )
    where = forms.ChoiceField(
        label=gettext_lazy("Where?"),
        choices=Where.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose where"),
            "invalid_choice": gettext_lazy("Choose where"),
        },
    )
    area = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Municipal unit"),
        widget=forms.Select(attrs={"class": "govgr-select"}),
        error_messages={"invalid_choice": gettext_lazy("Choose from the list")},
    )
    place = forms.ChoiceField(
        required=False,
        label=gettext_lazy("Settlement"),
        widget=forms.Select(attrs={"class": "govgr-select"}),
        error_messages={"invalid_choice": gettext_lazy("Choose from the list")},
    )
    radius = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        label=gettext_lazy("How far around it?"),
        widget=forms.Select(attrs={"class": "govgr-select"}),
        error_messages={"invalid_choice": gettext_lazy("Choose from the list")},
    )
    latitude = forms.FloatField(
        required=False, min_value=-90, max_value=90, widget=forms.HiddenInput
    )
    longitude = forms.FloatField(
        required=False, min_value=-180, max_value=180, widget=forms.HiddenInput
    )

    field_order = ("service", "where", "area", "latitude", "longitude", "place", "radius", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("service", [("", _("Everything")), *_services()])
        self._choices("area", [("", _("Choose one")), *_areas()])
        point = _("The point that you chose") if self.has_point else _("Choose one")
        self._choices("place", [("", point), *_places()])
        self._choices("radius", [(str(metres), distance(metres)) for metres in RADII])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices

    @property
    def summary(self) -> Iterator[tuple[str, str]]:
        """The mistakes in the order of the page, not of the checks."""
        order = [self.anchor(name) for name in self.fields]
        return iter(sorted(super().summary, key=lambda mistake: order.index(mistake[0])))

    @property
    def has_point(self) -> bool:
        return bool(self["latitude"].value() and self["longitude"].value())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        where = cleaned.get("where")
        if where == Where.AREA and not cleaned.get("area") and "area" not in self.errors:
            self.add_error("area", _("Choose the municipal unit"))
        if where == Where.AROUND and not self._point(cleaned) and "place" not in self.errors:
            self.add_error("place", _("Choose the settlement"))
        if where == Where.EVERYWHERE and not cleaned.get("service"):
            self.add_error("service", _("Choose a service, or say where"))
        return cleaned

    @staticmethod
    def _point(cleaned: dict[str, Any]) -> tuple[float, float] | None:
        """A settlement from the list comes before a point that was there already."""
        for place in queries.places():
            if place.code == cleaned.get("place"):
                return place.latitude, place.longitude
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        return None if latitude is None or longitude is None else (latitude, longitude)

    @property
    def followed(self) -> Followed:
        """What was chosen; of a valid form."""
        chosen = self.cleaned_data
        service = catalogue().services.get(chosen["service"])
        if chosen["where"] == Where.AREA:
            return Followed(service=service, area=Area.objects.get(code=chosen["area"]))
        point = self._point(chosen) if chosen["where"] == Where.AROUND else None
        if point is None:
            return Followed(service=service)
        return Followed(
            service=service,
            latitude=point[0],
            longitude=point[1],
            radius_metres=chosen["radius"] or USUAL_RADIUS,
        )


def asked_for(asked: dict[str, str]) -> dict[str, str]:
    """The form's beginning from an address that names a service, an area or a point."""
    known = {name: asked[name] for name in FollowNewForm.base_fields.keys() & asked.keys()}
    known.pop("email", None)
    around = {"latitude", "longitude", "place"} & known.keys()
    usual = Where.AROUND if around else Where.AREA if known.get("area") else ""
    return {"where": usual} | known | {"radius": _offered(known.get("radius", ""))}


def _offered(radius: str) -> str:
    """The radius of the list that is nearest to the one asked for."""
    asked = int(radius) if _RADIUS.fullmatch(radius) else USUAL_RADIUS
    return str(min(RADII, key=lambda metres: abs(metres - asked)))


def _services() -> list[tuple[str, list[tuple[str, str]]]]:
    """By group; of what is never public nobody could hear."""
    known = catalogue()
    grouped = [
        (group.name, [(s.code, s.name) for s in known.in_group(group) if _is_public(s)])
        for group in known.groups
    ]
    return [(name, services) for name, services in grouped if services]


def _is_public(service: Service) -> bool:
    return service.public and not service.confidential


def _areas() -> list[tuple[str, str]]:
    areas = [(area.code, area.name) for area in queries.outlines().areas]
    return sorted(areas, key=lambda area: fold(area[1]))


def _places() -> list[tuple[str, list[tuple[str, str]]]]:
    return [(area.name, [(p.code, p.name) for p in places]) for area, places in by_area()]
