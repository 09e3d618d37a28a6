"""Resolving: the answer that must be written, and photographs of the finished work."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy

from aitima.accounts.models import User
from aitima.core.uploads import PhotosField
from aitima.service_requests import actions, kept_photos
from aitima.service_requests.kept_photos import KeptPhotos
from aitima.service_requests.lifecycle import Step
from aitima.service_requests.photos import StoredPhoto
from aitima.workspace.forms.base import StepForm, words

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


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
        self.kept = self._kept()

    @property
    def tokens(self) -> list[tuple[str, StoredPhoto]]:
        """What brings the photographs back when the form must be filled in again."""
        return self.kept.tokens

    def clean_photos(self) -> list["UploadedFile[bytes]"]:
        files: list[UploadedFile[bytes]] = self.cleaned_data["photos"]
        self.kept.take(files)
        return files

    def carry_out(self, *, by: User, at: datetime) -> None:
        actions.resolve(
            pk=self.service_request.pk,
            by=by,
            answer=self.cleaned_data["answer"],
            photos=self.kept.all,
            at=at,
            seen=self.cleaned_data["seen"],
        )

    def _kept(self) -> KeptPhotos:
        wanted = self.data.getlist("kept") if hasattr(self.data, "getlist") else []
        purpose = kept_photos.purpose(self.service_request, str(self.by.pk))
        return KeptPhotos(purpose, at=self.at, came_back=wanted if self.is_bound else ())
