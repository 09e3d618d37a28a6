"""What the public sees of a request: looked at, made less, or taken away."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from aitima.accounts.models import User
from aitima.core import personal_data
from aitima.service_requests import actions
from aitima.service_requests.models import Photo, ServiceRequest
from aitima.workspace.forms.base import StepForm, words


class PublishForm(StepForm):
    title = gettext_lazy("What the public sees")
    verb = gettext_lazy("Show it to the public")
    done = gettext_lazy("The public sees it as you left it.")
    icon = "eye"

    text = words(
        gettext_lazy("Text for the public"),
        gettext_lazy("Write what the public is to read, or hide the request."),
        rows=8,
        help_text=gettext_lazy(
            "Take out what names or describes a person. The request keeps what the citizen wrote."
        ),
    )
    photos = forms.TypedMultipleChoiceField(
        required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, service_request: ServiceRequest, **kwargs: Any) -> None:
        self.reported = list(service_request.photos.filter(purpose=Photo.Purpose.REPORT))
        initial = {
            "text": service_request.public_description,
            "photos": [photo.pk for photo in self.reported if photo.public],
        }
        super().__init__(*args, service_request=service_request, initial=initial, **kwargs)
        field = cast("forms.TypedMultipleChoiceField", self.fields["photos"])
        field.choices = [(photo.pk, photo.file) for photo in self.reported]

    @property
    def found(self) -> list[str]:
        """Personal data that still stand in the text."""
        return [one.words for one in personal_data.find(str(self["text"].value() or ""))]

    @property
    def shown_photos(self) -> list[tuple[Photo, bool]]:
        chosen = {str(pk) for pk in self["photos"].value() or ()}
        return [(photo, str(photo.pk) in chosen) for photo in self.reported]

    def carry_out(self, *, by: User, at: datetime) -> None:
        actions.publish(
            pk=self.service_request.pk,
            by=by,
            text=self.cleaned_data["text"],
            photos=self.cleaned_data["photos"],
            at=at,
            seen=self.cleaned_data["seen"],
        )


class HideForm(PublishForm):
    done = gettext_lazy("No public page shows it any more; the citizen’s own page says so.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = False

    def carry_out(self, *, by: User, at: datetime) -> None:
        seen = self.cleaned_data["seen"]
        actions.hide(pk=self.service_request.pk, by=by, at=at, seen=seen)
