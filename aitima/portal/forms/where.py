"""Step 2: where it is: a point, or a place from the list, and words that describe it."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aitima.catalogue.models import Asset, Need, Service, sign_key
from aitima.core.distances import distance
from aitima.geography import queries
from aitima.geography.models import Area, Place
from aitima.organisation.neighbours import Neighbour, neighbour_at
from aitima.portal.forms.base import PortalForm, text_area, text_input

FAR: Final = 1000.0  # metres
NO_HELP: Final = 50_000.0  # metres; in Athens nobody is helped by the nearest village of ours


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
    asset = forms.CharField(
        required=False,
        max_length=40,
        label=gettext_lazy("Number on the pole, bin or bench"),
        help_text=gettext_lazy("If it bears a small plate, e.g. M-0412. It tells us the spot."),
        widget=text_input(
            autocomplete="off", spellcheck="false", **{"class": "govgr-input w-s num"}
        ),
        error_messages={"max_length": gettext_lazy("Write only the number on the plate")},
    )
    place_is_private = forms.BooleanField(
        required=False,
        label=gettext_lazy("The spot is on private property"),
        help_text=gettext_lazy("Then everybody sees the neighbourhood only, never the spot."),
        # Its label holds the hint too, as one large thing to tap: read as the name once, not twice.
        widget=forms.CheckboxInput(attrs={"aria-labelledby": "id_place_is_private_label"}),
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
    found_asset: Asset | None = None
    neighbour: Neighbour | None = None
    """Who is competent where the point lies outside."""

    def __init__(self, *args: Any, service: Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.service = service

    @property
    def is_private(self) -> bool:
        """Whether the public is to see no exact point."""
        return self.service.place_is_private or bool(self.cleaned_data.get("place_is_private"))

    def anchor(self, name: str) -> str:
        return (
            "id_q" if name in {"place", "listed", "latitude", "longitude"} else super().anchor(name)
        )

    def clean(self) -> dict[str, Any]:
        """A number on a thing says most, then a point, then a place from the list."""
        cleaned = super().clean() or {}
        sign = str(cleaned.get("asset") or "").strip()
        self.found_asset = asset_of(sign)
        if self.found_asset is not None:
            self._take_asset(self.found_asset, cleaned)
            return cleaned
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        place = str(cleaned.get("place") or cleaned.get("listed") or "")
        if latitude is not None and longitude is not None and not (place and _far(cleaned)):
            self._take_point(latitude, longitude)
        else:
            cleaned["latitude"] = cleaned["longitude"] = None
            self._take_place(place, sign)
        if sign and self.area is not None:
            cleaned["address"] = _with_number(cleaned.get("address", ""), sign)
        return cleaned

    def _take_asset(self, asset: Asset, cleaned: dict[str, Any]) -> None:
        self._take_point(asset.latitude, asset.longitude)
        cleaned["latitude"], cleaned["longitude"] = asset.latitude, asset.longitude
        cleaned["address"] = cleaned.get("address") or asset.address

    def _take_point(self, latitude: float, longitude: float) -> None:
        self.area = queries.area_at(latitude, longitude)
        nearest = queries.nearest_place(latitude, longitude)
        if self.area is None:
            self.neighbour = neighbour_at(latitude, longitude)
            self.add_error("q", outside(nearest, self.neighbour))
        elif nearest is not None:
            self.found_place = nearest[0]

    def _take_place(self, code: str, sign: str) -> None:
        place = next((place for place in queries.places() if place.code == code), None)
        if place is not None:
            self.area, self.found_place = place.area, place
        elif sign:
            message = _("We do not know the number %(number)s: write the place as well")
            self.add_error("asset", message % {"number": sign})
        elif self.service.place == Need.REQUIRED:
            self.add_error("q", _("Choose a place from the list, or show the point on the map"))


def asset_of(sign: object) -> Asset | None:
    """The thing that bears this number, with the names of its place."""
    if not isinstance(sign, str) or not sign_key(sign):
        return None
    known = Asset.objects.active().select_related("area", "place", "service__group")
    return known.signed(sign).first()


def _far(cleaned: Mapping[str, Any]) -> bool:
    """Whether the point lies outside: then a place chosen since is what is meant."""
    return queries.area_at(cleaned["latitude"], cleaned["longitude"]) is None


def _with_number(address: str, sign: str) -> str:
    """A number that we do not know may still help whoever goes there."""
    number = _("number on it: %(number)s") % {"number": sign}
    return f"{address} ({number})" if address else number


def outside(nearest: tuple[Place, float] | None, neighbour: Neighbour | None = None) -> str:
    """Why a point is refused, and who is competent there, or what of ours is nearest to it."""
    if neighbour is not None:
        return _("This point is not in our municipality. It belongs to the %(neighbour)s") % {
            "neighbour": neighbour.name
        }
    if nearest is None or nearest[1] > NO_HELP:
        return _("This point is outside the municipality")
    place, metres = nearest
    return _(
        "This point is outside the municipality. The nearest place of ours is %(place)s, "
        "%(distance)s away: choose a point on land there, or a place from the list"
    ) % {"place": place.name, "distance": in_words(metres)}


def in_words(metres: float) -> str:
    """A distance as people say it: rounded, never to the metre."""
    return distance(max(20, round(metres / 20) * 20) if metres < FAR else round(metres, -3))
