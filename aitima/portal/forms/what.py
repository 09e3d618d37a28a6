"""Step 1: what happens, in the citizen's own words, and the service it belongs to."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aitima.catalogue.models import Service
from aitima.catalogue.queries import catalogue
from aitima.portal.forms.base import PortalForm, text_area

LONGEST: Final = 4000


class WhatForm(PortalForm):
    text = forms.CharField(
        label=gettext_lazy("What is happening?"),
        help_text=gettext_lazy(
            "Write freely. Please leave out names, telephone numbers and number plates."
        ),
        max_length=LONGEST,
        widget=text_area(4),
        error_messages={
            "required": gettext_lazy("Write in a few words what is happening"),
            "max_length": gettext_lazy("Shorten the text: at most %(limit_value)d characters fit"),
        },
    )
    service = forms.CharField(
        required=False, label=gettext_lazy("What it is about"), widget=forms.HiddenInput
    )

    def anchor(self, name: str) -> str:
        return "id_service_0" if name == "service" else super().anchor(name)

    def clean_service(self) -> Service:
        service = catalogue().services.get(self.cleaned_data["service"])
        if service is None:
            raise forms.ValidationError(_("Choose what it is about"))
        return service

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].strip()
        return text.replace("\r\n", "\n")

    @property
    def chosen(self) -> Service | None:
        """The service that is marked on the page, right or wrong as the rest may be."""
        value: Any = self.data.get("service") or self.initial.get("service") or ""
        return catalogue().services.get(str(value))
