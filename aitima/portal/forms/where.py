"""Step 2: where it is: a point, or a place from the list, and words that describe it."""

from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aitima.catalogue.models import Need, Service
from aitima.geography import queries
from aitima.geography.models import Area, Place
from aitima.portal.forms.base import PortalForm, text_area, text_input

FAR: Final = 1000.0  # metres


class WhereForm(PortalForm):
    q = forms.CharField(
        required=False,
        max_length=80,
        label=gettext_lazy("Village, town or neighbourhood"),
        help_text=gettext_lazy("Accents do not matter, and Latin letters will do: “skala eresou”"),
        widget=text_input(autocomplete="off", spellcheck="false"),
    )
    place = forms.CharField(required=False, widget=forms.HiddenInput)
    listed = forms.CharField(required=False, widget=forms.HiddenInput)
    address = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("Street and number, or a landmark"),
        help_text=gettext_lazy("Whatever you would tell somebody on the telephone"),
        widget=text_area(2, maxlength="300"),
        error_messages={
            "max_length": gettext_lazy("Shorten the description: at most 300 characters fit"),
        },
    )
    latitude = forms.FloatField(
        required=False,
        widget=forms.HiddenInput,
        validators=[MinValueValidator(-90.0), MaxValueValidator(90.0)],
    )
    longitude = forms.FloatField(
        required=False,
        widget=forms.HiddenInput,
        validators=[MinValueValidator(-180.0), MaxValueValidator(180.0)],
    )

    area: Area | None = None
    found_place: Place | None = None

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service = service

    def anchor(self, name: str) -> str:
        return (
            "id_q" if name in {"place", "listed", "latitude", "longitude"} else super().anchor(name)
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if latitude is not None and longitude is not None:
            self._take_point(latitude, longitude)
        else:
            cleaned["latitude"] = cleaned["longitude"] = None
            self._take_place(str(cleaned.get("place") or cleaned.get("listed") or ""))
        return cleaned

    def _take_point(self, latitude: float, longitude: float) -> None:
        self.area = queries.area_at(latitude, longitude)
        nearest = queries.nearest_place(latitude, longitude)
        if self.area is None:
            self.add_error("q", outside(nearest))
        elif nearest is not None:
            self.found_place = nearest[0]

    def _take_place(self, code: str) -> None:
        place = next((place for place in queries.places() if place.code == code), None)
        if place is not None:
            self.area, self.found_place = place.area, place
        elif self.service.place == Need.REQUIRED:
            self.add_error("q", _("Choose a place from the list, or show the point on the map"))


def outside(nearest: tuple[Place, float] | None) -> str:
    """Why a point is refused, and what of ours is nearest to it."""
    if nearest is None:
        return _("This point is outside the municipality")
    place, distance = nearest
    return _(
        "This point is outside the municipality. The nearest place of ours is %(place)s, "
        "%(distance)s away: choose a point on land there, or a place from the list"
    ) % {"place": place.name, "distance": in_words(distance)}


def in_words(metres: float) -> str:
    """A distance as people say it: rounded, never to the metre."""
    if metres < FAR:
        return _("%(metres)d metres") % {"metres": max(20, round(metres / 20) * 20)}
    return _("%(kilometres)d km") % {"kilometres": round(metres / FAR)}
