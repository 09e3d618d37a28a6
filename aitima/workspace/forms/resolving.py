"""Resolving: the answer that must be written, and photographs of the finished work."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from aitima.accounts.models import User
from aitima.core.images import PhotoRefused
from aitima.service_requests import actions, photos
from aitima.service_requests.lifecycle import Step
from aitima.service_requests.photos import StoredPhoto
from aitima.workspace.desk import kept_photos
from aitima.workspace.forms.base import StepForm, words

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST_PHOTOS: Final = 5


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Any number of files; each is looked at by the form, which keeps the good ones."""

    widget = ManyFiles(attrs={"class": "i", "accept": "image/*"})

    def clean(self, data: Any, initial: Any = None) -> list["UploadedFile[bytes]"]:
        files = data if isinstance(data, list) else [data] if data else []
        return [super(PhotosField, self).clean(file, initial) for file in files]


class ResolveForm(StepForm):
    step = Step.RESOLVE
    title = gettext_lazy("Resolve")
    verb = gettext_lazy("Resolve and send")
    done = gettext_lazy("The request is resolved; the answer is on its way to the citizen.")
    voice = "public"
    icon = "check"
    tells_citizen = True

    answer = words(
        gettext_lazy("What was done"),
        gettext_lazy("Write what was done: nothing ends without a word to the citizen."),
        rows=6,
    )
    photos = PhotosField(
        label=gettext_lazy("Photographs of the finished work"),
        required=False,
        help_text=gettext_lazy(
            "JPEG, PNG, WebP or HEIC, up to 10 MB each. Place and camera data are removed."
        ),
    )

    def __init__(self, *args: Any, by: User, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.at = at
        self.kept = self._come_back() if self.is_bound else []

    @property
    def tokens(self) -> list[tuple[str, StoredPhoto]]:
        """What brings the photographs back when the form must be filled in again."""
        return [(kept_photos.sign(photo, self._purpose), photo) for photo in self.kept]

    def clean_photos(self) -> list["UploadedFile[bytes]"]:
        """Store each photograph at once, so that a mistake elsewhere does not cost the upload."""
        files: list[UploadedFile[bytes]] = self.cleaned_data["photos"]
        if len(files) + len(self.kept) > MOST_PHOTOS:
            raise forms.ValidationError(
                ngettext(
                    "At most %(count)d photograph can be added.",
                    "At most %(count)d photographs can be added.",
                    MOST_PHOTOS,
                ),
                params={"count": MOST_PHOTOS},
            )
        refusals = list(filter(None, map(self._keep, files)))
        if refusals:
            raise forms.ValidationError(refusals)
        return files

    def carry_out(self, *, by: User, at: datetime) -> None:
        actions.resolve(
            pk=self.service_request.pk,
            by=by,
            answer=self.cleaned_data["answer"],
            photos=self.kept,
            at=at,
            seen=self.cleaned_data["seen"],
        )

    def _keep(self, file: "UploadedFile[bytes]") -> forms.ValidationError | None:
        try:
            self.kept.append(photos.store(file, at=self.at))
        except PhotoRefused as refusal:
            return forms.ValidationError(f"{file.name}: {refusal.message}")
        return None

    def _come_back(self) -> list[StoredPhoto]:
        wanted = self.data.getlist("kept") if hasattr(self.data, "getlist") else []
        found = (kept_photos.read(token, self._purpose) for token in wanted[:MOST_PHOTOS])
        return [photo for photo in found if photo]

    @property
    def _purpose(self) -> str:
        return kept_photos.purpose(self.service_request, self.by)
