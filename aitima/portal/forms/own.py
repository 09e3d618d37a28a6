"""Forms on the page of one's own request: they know what the page showed, and take photographs."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy

from aitima.core.uploads import ManyFiles, PhotosField
from aitima.portal.forms.base import PortalForm, text_area
from aitima.service_requests import kept_photos
from aitima.service_requests.kept_photos import KeptPhotos
from aitima.service_requests.models import ServiceRequest

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

TOO_LONG: Final = gettext_lazy("Shorten the text: at most %(limit_value)d characters fit")
_DIGITS: Final = 9


class OwnForm(PortalForm):
    """By itself a button that knows what it was pressed upon.

    Each stands on the page with others, so its fields' ids begin with its `name`.
    """

    name = "button"
    known = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        service_request: ServiceRequest,
        at: datetime,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("auto_id", f"{self.name}-%s")
        super().__init__(data, files, **kwargs)
        self.service_request = service_request
        self.initial.setdefault("known", service_request.last_event)
        came_back = data.getlist("kept") if hasattr(data, "getlist") else ()
        purpose = kept_photos.purpose(service_request, kept_photos.CITIZEN)
        self.kept = KeptPhotos(purpose, at=at, came_back=came_back)

    @property
    def seen(self) -> int | None:
        """The number of the last event on the page that the citizen acted from."""
        known: str = self.cleaned_data["known"]
        return int(known) if known.isdecimal() and len(known) < _DIGITS else None

    @property
    def typed(self) -> str:
        """What the citizen wrote, whether or not the form was accepted."""
        return ""

    def anchor(self, name: str) -> str:
        if name not in self.fields:
            return "main"
        first = "_0" if isinstance(self.fields[name].widget, forms.RadioSelect) else ""
        return f"{self.name}-{name}{first}"


class PhotosForm(OwnForm):
    photos = PhotosField(
        label=gettext_lazy("Photos"),
        required=False,
        widget=ManyFiles(attrs={"accept": "image/*"}),
    )

    def clean_photos(self) -> "list[UploadedFile[bytes]]":
        files: list[UploadedFile[bytes]] = self.cleaned_data["photos"]
        self.kept.take(files)
        return files


def words(label: Any, *, rows: int = 3, required: Any = "") -> forms.CharField:
    """A text; `required` is what is said where it is missing."""
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=4000,
        widget=text_area(rows),
        error_messages={"required": required, "max_length": TOO_LONG},
    )
