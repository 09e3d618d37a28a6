"""Step 3: what the service needs to know, and how the citizen wants to hear from it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, Final

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aitima.accounts.gsis import adapter as gsis
from aitima.catalogue.models import Need, Service
from aitima.catalogue.queries import catalogue
from aitima.portal.forms import questions
from aitima.portal.forms.base import PortalForm, text_input

_PHONE: Final = re.compile(r"^\+?\d{8,15}$")
_LONGEST_EMAIL: Final = 254  # RFC 5321
_GREEK_NUMBER: Final = re.compile(r"^(2\d{9}|69\d{8})$")


class Contact(models.TextChoices):
    EMAIL = "email", gettext_lazy("By e-mail")
    PHONE = "phone", gettext_lazy("By telephone")
    BOTH = "both", gettext_lazy("Either way")
    NONE = "none", gettext_lazy("No need")


WITH_EMAIL: Final = frozenset({Contact.EMAIL, Contact.BOTH})
WITH_PHONE: Final = frozenset({Contact.PHONE, Contact.BOTH})


class DetailsForm(PortalForm):
    """The service's questions, and the contact.

    Takes a draft's answers as they are kept, or what the page sent.
    """

    contact = forms.ChoiceField(
        label=gettext_lazy("How shall we keep you informed?"),
        choices=Contact.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose how we shall keep you informed"),
            "invalid_choice": gettext_lazy("Choose how we shall keep you informed"),
        },
    )
    email = forms.EmailField(
        required=False,
        max_length=_LONGEST_EMAIL,
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(
            attrs={"class": "govgr-input", "autocomplete": "email", "spellcheck": "false"}
        ),
        error_messages={
            "invalid": gettext_lazy("Write the e-mail address as in name@example.gr"),
            "max_length": gettext_lazy("Write the e-mail address as in name@example.gr"),
        },
    )
    phone = forms.CharField(
        required=False,
        max_length=30,
        label=gettext_lazy("Your telephone number"),
        widget=forms.TextInput(
            attrs={"class": "govgr-input w-s num", "type": "tel", "autocomplete": "tel"}
        ),
        error_messages={
            "max_length": gettext_lazy("Write the telephone number with ten digits"),
        },
    )
    name = forms.CharField(
        required=False,
        max_length=120,
        label=gettext_lazy("Your full name"),
        widget=text_input(autocomplete="name"),
        error_messages={"required": gettext_lazy("Write your full name")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        service: Service,
        photos: int,
        today: date,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        if data is not None and "attributes" in data:
            data = questions.spread(data)
        super().__init__(data, initial=questions.spread(initial))
        self.service = service
        self.photos = photos
        self.stopped: list[str] = []
        self.questions = catalogue().asks(service)
        self.fields = questions.fields(self.questions, today=today) | self.fields
        if self.needs_identity:
            self.fields["name"].required = True
            self._choices(*_identifying())
        if not self.asks_name:
            del self.fields["name"]

    def _choices(self, *contacts: Contact) -> None:
        field = self.fields["contact"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(contact.value, contact.label) for contact in contacts]

    @cached_property
    def asked(self) -> list[questions.Asked]:
        """The questions as the page draws them."""
        return list(questions.asked(self, self.questions))

    def answered(self) -> Iterator[questions.Answered]:
        """What was answered, of a valid form."""
        return questions.answered(self.questions, self.cleaned_data)

    @property
    def needs_identity(self) -> bool:
        return self.service.identity == Need.REQUIRED

    @property
    def asks_name(self) -> bool:
        return self.service.identity != Need.NONE

    @property
    def takes_photos(self) -> bool:
        return self.service.photo != Need.NONE

    @property
    def photo_required(self) -> bool:
        return self.service.photo == Need.REQUIRED

    @property
    def photo_error(self) -> str:
        return " ".join(map(str, self.non_field_errors()))

    def clean_phone(self) -> str:
        """Keep ten Greek digits, or a whole international number."""
        phone = re.sub(r"[\s().\-/]", "", self.cleaned_data["phone"])
        phone = re.sub(r"^(00|\+)30(?=\d{10}$)", "", phone)
        if phone and not _GREEK_NUMBER.match(phone) and not _foreign(phone):
            raise forms.ValidationError(_("Write the telephone number with ten digits"))
        return phone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        contact = cleaned.get("contact")
        self._settle(cleaned, "email", _("Write your e-mail address"), wanted=contact in WITH_EMAIL)
        self._settle(
            cleaned, "phone", _("Write your telephone number"), wanted=contact in WITH_PHONE
        )
        if self.photo_required and not self.photos:
            self.add_error(None, _("Add at least one photo"))
        self._check_questions(cleaned)
        return cleaned

    def _check_questions(self, cleaned: dict[str, Any]) -> None:
        """A question that is not shown is not asked: its mistakes do not count either."""
        shown = questions.shown(self.questions, cleaned)
        for question in self.questions:
            name = questions.field_name(question.code)
            if question not in shown:
                self.errors.pop(name, None)
                cleaned.pop(name, None)
                continue
            reasons = questions.stops(question, cleaned.get(name))
            self.stopped += reasons
            missing = question.required and cleaned.get(name) in (None, "", [])
            if missing and name not in self.errors:
                reasons = [_("Answer: %(question)s") % {"question": question.name}]
            for reason in reasons:
                self.add_error(name, reason)

    def _settle(self, cleaned: dict[str, Any], name: str, missing: str, *, wanted: bool) -> None:
        """A way that was not chosen is not used, and its mistakes do not count."""
        if not wanted:
            cleaned[name] = ""
            self.errors.pop(name, None)
        elif not cleaned.get(name) and name not in self.errors:
            self.add_error(name, missing)

    def anchor(self, name: str) -> str:
        return "id_photos" if name == "__all__" else super().anchor(name)


def _identifying() -> tuple[Contact, ...]:
    """The ways that prove who it is; a telephone alone only where the State can do so."""
    by_mail = (Contact.EMAIL, Contact.BOTH)
    return (Contact.EMAIL, Contact.PHONE, Contact.BOTH) if gsis.is_on() else by_mail


def _foreign(phone: str) -> bool:
    return phone.startswith(("+", "00")) and bool(_PHONE.match(re.sub("^00", "+", phone)))
