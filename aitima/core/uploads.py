"""A form's field for several photographs."""

from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Any number of files; each is looked at by the form, which keeps the good ones."""

    widget = ManyFiles(attrs={"class": "i", "accept": "image/*"})

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        files = data if isinstance(data, list) else [data] if data else []
        return [super(PhotosField, self).clean(file, initial) for file in files]
