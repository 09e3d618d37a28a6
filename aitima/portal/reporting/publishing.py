"""What everybody will see of a report, decided before it is sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aitima.core import personal_data
from aitima.core.personal_data import Finding, Kind
from aitima.portal.models import ReportDraft
from aitima.portal.reporting import answering

HIDDEN: Final = "hidden"
"""Under this name a draft keeps the words that the citizen hides."""
_AROUND: Final = 30  # letters of the text quoted before what was found


@dataclass(frozen=True, slots=True)
class Wording:
    """How a kind of personal data is spoken of."""

    found: Promise | str
    hide: Promise | str
    show: Promise | str


WORDS: Final = {
    Kind.PHONE: Wording(
        _("The text has a telephone"), _("Hide the telephone"), _("Show the telephone")
    ),
    Kind.EMAIL: Wording(
        _("The text has an e-mail address"), _("Hide the e-mail"), _("Show the e-mail")
    ),
    Kind.AFM: Wording(
        _("The text has a tax number (AFM)"), _("Hide the tax number"), _("Show the tax number")
    ),
    Kind.AMKA: Wording(
        _("The text has a social security number (AMKA)"), _("Hide the AMKA"), _("Show the AMKA")
    ),
    Kind.PLATE: Wording(
        _("The text has a vehicle’s plate"), _("Hide the plate"), _("Show the plate")
    ),
    Kind.IBAN: Wording(
        _("The text has a bank account (IBAN)"), _("Hide the account"), _("Show the account")
    ),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the public text; `found` where it is personal data that will be seen."""

    text: str
    found: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data in the text, with the words before it, so that one sees where it stands."""

    words: str
    before: str
    wording: Wording


class Preview:
    """The public side of a draft whose answers are complete."""

    def __init__(self, answers: answering.Answers) -> None:
        self.answers = answers
        self._text: str = answers.what.cleaned_data["text"]
        self._findings = personal_data.find(self._text)
        self._hidden = hidden_words(answers.draft)

    @property
    def is_public(self) -> bool:
        service = self.answers.service
        return service.public and not service.confidential

    @property
    def is_checked_first(self) -> bool:
        return self.answers.service.checked_first

    @property
    def to_hide(self) -> list[Found]:
        """What should perhaps not be public, each once."""
        return self._found(hidden=False) if self.is_public else []

    @property
    def now_hidden(self) -> list[Found]:
        return self._found(hidden=True) if self.is_public else []

    @property
    def public_text(self) -> str:
        """The text as everybody reads it; empty where it is the whole of it."""
        hidden = [one for one in self._findings if one.words in self._hidden]
        return personal_data.hidden(self._text, hidden) if hidden else ""

    @property
    def pieces(self) -> Iterator[Piece]:
        """The public text, with what should perhaps not be in it apart."""
        text = self.public_text or self._text
        done = 0
        for finding in personal_data.find(text):
            yield Piece(text[done : finding.start])
            yield Piece(finding.words, found=True)
            done = finding.end
        yield Piece(text[done:])

    @property
    def address(self) -> str:
        """What is hidden in the place's description is so by itself: nobody needs it in public."""
        if not self.answers.where.is_bound or self.answers.place_is_private:
            return ""
        return personal_data.without(self.answers.where.cleaned_data.get("address", ""))

    @property
    def answered(self) -> list[tuple[str, str]]:
        public = (one for one in self.answers.questions if one.question.public)
        return [(one.question.name, personal_data.without(one.shown)) for one in public]

    @property
    def photos(self) -> list[dict[str, object]]:
        return self.answers.draft.photos if self.answers.details.takes_photos else []

    def _found(self, *, hidden: bool) -> list[Found]:
        shown = {one.words: one for one in self._findings if (one.words in self._hidden) == hidden}
        return [
            Found(words, _before(self._text, one), WORDS[one.kind]) for words, one in shown.items()
        ]


def hidden_words(draft: ReportDraft) -> frozenset[str]:
    kept = draft.answer(HIDDEN)
    return frozenset(map(str, kept)) if isinstance(kept, list) else frozenset()


def _before(text: str, finding: Finding) -> str:
    """The last words before it, cut between two words."""
    before = text[: finding.start]
    if len(before) <= _AROUND:
        return before
    return "…" + before[-_AROUND:].partition(" ")[2]
