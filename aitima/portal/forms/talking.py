"""What the citizen writes to the service: an answer, something to add, thanks, a farewell."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aitima.portal.forms.own import OwnForm, PhotosForm, words


class AnswerForm(PhotosForm):
    name = "answer"
    answer = words(
        gettext_lazy("Your answer"),
        required=gettext_lazy("Write your answer. If you do not know, write “I do not know”"),
    )

    @property
    def typed(self) -> str:
        return str(self["answer"].value() or "")


class AddForm(PhotosForm):
    name = "add"
    text = words(gettext_lazy("What would you like to add?"))

    @property
    def typed(self) -> str:
        return str(self["text"].value() or "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        nothing = not cleaned.get("text") and not self.kept.all
        if nothing and not self.errors:
            self.add_error("text", _("Write something, or add a photo"))
        return cleaned


class ThanksForm(AddForm):
    name = "thanks"
    text = words(gettext_lazy("Your words to those who did it"), rows=2)


class WithdrawForm(OwnForm):
    name = "withdraw"
    reason = words(gettext_lazy("Why do you withdraw it?"), rows=2)

    @property
    def typed(self) -> str:
        return str(self["reason"].value() or "")
