"""The words of every message, once for the HTML and the plain text part.

A placeholder names a fact of the context (`kinds`). A sentence, fact or quotation whose
fact is empty is left out whole, so that no letter ever says "call us on ."
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = Promise | str


@dataclass(frozen=True, slots=True)
class Quote:
    """What a person of the municipality wrote, word for word."""

    says: Words
    by: Words = ""


@dataclass(frozen=True, slots=True)
class Action:
    label: Words
    url: str


@dataclass(frozen=True, slots=True)
class Letter:
    subject: Words
    title: Words
    opening: tuple[Words, ...] = ()
    quote: Quote | None = None
    facts: tuple[tuple[Words, Words], ...] = ()
    closing: tuple[Words, ...] = ()
    action: Action = Action("", "")
    footer: tuple[Words, ...] = ()
    stop: Action = Action("", "")


NUMBER: Final = (pgettext_lazy("fact in a letter", "Protocol number"), "{number}")
SERVICE: Final = (pgettext_lazy("fact in a letter", "Subject"), "{service}")
PLACE: Final = (pgettext_lazy("fact in a letter", "Place"), "{place}")
UNIT: Final = (pgettext_lazy("fact in a letter", "Handled by"), "{unit}")
EXPECTED: Final = (pgettext_lazy("fact in a letter", "Target of the service"), "{expected}")
DEADLINE: Final = (pgettext_lazy("fact in a letter", "Deadline"), "{deadline}")
MATTER: Final = (NUMBER, SERVICE, PLACE)

SEE: Final = Action(_("See your request"), "{private_url}")
OPEN: Final = Action(_("Open it in the workspace"), "{workspace_url}")

TO_CITIZEN: Final = (
    _(
        "You receive this message because you gave this address with your request. We use it for "
        "nothing else."
    ),
    _("Answers to this message are not read. Please use your link."),
    _("You can also call us on {phone}."),
)
TO_WHOEVER_ASKED: Final = (
    _(
        "You receive this message because somebody wrote this address on our page. If it was not "
        "you, you need not do anything: without the code and the link nobody sees anything."
    ),
    _("We never ask for a code by telephone. Answers to this message are not read."),
    _("You can also call us on {phone}."),
)
TO_HEADS: Final = (
    _("You receive this message because you head this unit, or the one above it: {unit}."),
    _("Please write nothing about the request by e-mail; everything goes through the workspace."),
)
TO_OFFICERS: Final = (
    _("You receive this message because you work in this unit: {unit}."),
    _("Please write nothing about the request by e-mail; everything goes through the workspace."),
)
TO_FOLLOWERS: Final = (
    _("You receive this message because you asked for news of this. We use your address for it."),
    _("Answers to this message are not read."),
    _("You can also call us on {phone}."),
)
STOP: Final = Action(_("Stop these messages"), "{stop_url}")
SEE_PUBLIC: Final = Action(_("See the request"), "{public_url}")


def _news(
    subject: Words,
    title: Words,
    *opening: Words,
    facts: tuple[tuple[Words, Words], ...] = (),
    closing: tuple[Words, ...] = (),
) -> Letter:
    """A letter to those who follow."""
    return Letter(
        subject=subject,
        title=title,
        opening=opening,
        facts=(*facts, *MATTER),
        closing=closing,
        action=SEE_PUBLIC,
        footer=TO_FOLLOWERS,
        stop=STOP,
    )


LETTERS: Final[Mapping[str, Letter]] = {
    "request_received": Letter(
        subject=_("We have received your request {number}: {service}"),
        title=_("We have received your request"),
        opening=(
            _(
                "Thank you for telling us. Your request has the protocol number {number}, and we "
                "will write to you whenever there is news."
            ),
        ),
        facts=(*MATTER, EXPECTED),
        closing=(
            _(
                "With your private link you see at any time what is happening, and download the "
                "receipt. Please keep it to yourself: whoever has it sees your request."
            ),
        ),
        action=SEE,
        footer=TO_CITIZEN,
    ),
    "request_charged": Letter(
        subject=_("Request {number}: who is handling it"),
        title=_("Your request has reached the right service"),
        opening=(
            _(
                "It is now with the people who can deal with it. We will write to you as soon as "
                "there is news."
            ),
        ),
        facts=(UNIT, *MATTER, EXPECTED),
        action=SEE,
        footer=TO_CITIZEN,
    ),
    "question_asked": Letter(
        subject=_("A question about your request {number}"),
        title=_("We have a question for you"),
        opening=(_("To go on with your request we need your help:"),),
        quote=Quote("{question}", "{unit}"),
        closing=(
            _(
                "Please answer on the page of your request. Until then we wait for you, and the "
                "target of the service moves accordingly."
            ),
        ),
        facts=MATTER,
        action=Action(_("Answer the question"), "{private_url}"),
        footer=TO_CITIZEN,
    ),
    "scheduled": Letter(
        subject=_("Request {number}: the work is planned ({day})"),
        title=_("The work is planned"),
        opening=(_("We have set a day for your request. Should it change, we will tell you."),),
        quote=Quote("{note}", "{unit}"),
        facts=((pgettext_lazy("fact in a letter", "Day"), "{day}"), UNIT, *MATTER),
        action=SEE,
        footer=TO_CITIZEN,
    ),
    "reply": Letter(
        subject=_("News about your request {number}"),
        title=_("News about your request"),
        opening=(_("The service that handles it writes to you:"),),
        quote=Quote("{answer}", "{unit}"),
        closing=(_("Your request stays open, and we carry on."),),
        facts=MATTER,
        action=SEE,
        footer=TO_CITIZEN,
    ),
    "resolved": Letter(
        subject=_("Your request {number} is resolved"),
        title=_("Your request is resolved"),
        opening=(_("The service that handled it writes to you:"),),
        quote=Quote("{answer}", "{unit}"),
        closing=(
            _(
                "Is it fixed? A yes or a no is enough, on the page of your request. If you say no "
                "within 30 days, we open it again and the head of the service hears of it."
            ),
        ),
        facts=MATTER,
        action=Action(_("Is it fixed? Yes or no"), "{private_url}"),
        footer=TO_CITIZEN,
    ),
    "rejected": Letter(
        subject=_("Your request {number} could not be accepted"),
        title=_("We could not accept your request"),
        opening=(_("We looked at it with care. This is the reason:"),),
        quote=Quote("{reason}", "{unit}"),
        closing=(
            _(
                "If you see it differently, tell us on the page of your request within 30 days: we "
                "open it again, and the head of the service looks at it."
            ),
        ),
        facts=MATTER,
        action=SEE,
        footer=TO_CITIZEN,
    ),
    "forwarded": Letter(
        subject=_("Your request {number} was forwarded"),
        title=_("We have forwarded your request"),
        opening=(
            _(
                "Another authority is responsible for this matter, so we have sent your request "
                "there. You need not do anything."
            ),
            _("This is why:"),
        ),
        quote=Quote("{reason}"),
        facts=(
            (pgettext_lazy("fact in a letter", "Now with"), "{authority}"),
            (pgettext_lazy("fact in a letter", "Contact"), "{contact}"),
            *MATTER,
        ),
        action=SEE,
        footer=TO_CITIZEN,
    ),
    "request_reopened": Letter(
        subject=_("Your request {number} is open again"),
        title=_("Your request is open again"),
        opening=(_("It was not finished as it should have been, so we are taking it up again."),),
        facts=(UNIT, *MATTER, EXPECTED),
        action=SEE,
        footer=TO_CITIZEN,
    ),
    "request_withdrawn": Letter(
        subject=_("Your request {number} is withdrawn"),
        title=_("Your request is withdrawn"),
        opening=(
            _(
                "You withdrew it, or somebody who has your link did. The service has stopped "
                "working on it, and it is no longer shown to the public."
            ),
            _("If it was not you, or the problem is still there, please send a new report."),
        ),
        facts=MATTER,
        action=SEE,
        footer=TO_CITIZEN,
    ),
    "private_link": Letter(
        subject=_("Your link to the request {number}"),
        title=_("Your private link"),
        opening=(_("You asked us to send the private link of your request again. Here it is."),),
        facts=MATTER,
        closing=(_("Please keep it to yourself: whoever has it sees your request."),),
        action=SEE,
        footer=TO_CITIZEN,
    ),
    "verification_code": Letter(
        subject=_("The code for your report"),
        title=_("Your code: {code}"),
        opening=(_("Write it on the page of your report, within 10 minutes."),),
        closing=(_("If the page is not at hand, use this link instead, within 15 minutes."),),
        action=Action(_("This address is mine"), "{proof_url}"),
        footer=TO_WHOEVER_ASKED,
    ),
    "sign_in_link": Letter(
        subject=_("Your link for “My requests”"),
        title=_("My requests"),
        opening=(
            _("With this link you see everything that you have sent us from this address."),
            _("It opens once, within 15 minutes."),
        ),
        closing=(
            _(
                "If you prefer, write this code on the page where you asked for the link, within "
                "10 minutes: {code}"
            ),
        ),
        action=Action(_("Open “My requests”"), "{proof_url}"),
        footer=TO_WHOEVER_ASKED,
    ),
    "officer_charged": Letter(
        subject=_("New charge {number}: {service}"),
        title=_("A request was charged to your unit"),
        facts=(*MATTER, UNIT, DEADLINE),
        action=OPEN,
        footer=TO_OFFICERS,
    ),
    "citizen_answered": Letter(
        subject=_("{number}: the citizen has answered"),
        title=_("The citizen has answered"),
        opening=(_("The answer to your question is here, and the deadline is running again."),),
        facts=(*MATTER, UNIT),
        action=OPEN,
        footer=TO_OFFICERS,
    ),
    "citizen_wrote": Letter(
        subject=_("{number}: the citizen has added something"),
        title=_("The citizen has added something"),
        opening=(_("New words or photographs stand on the page of the request."),),
        facts=(*MATTER, UNIT),
        action=OPEN,
        footer=TO_OFFICERS,
    ),
    "officer_withdrawn": Letter(
        subject=_("{number} is withdrawn: {service}"),
        title=_("The citizen has withdrawn a request"),
        opening=(_("It is closed, and no more work is needed."),),
        facts=(*MATTER, UNIT),
        action=OPEN,
        footer=TO_OFFICERS,
    ),
    "officer_reopened": Letter(
        subject=_("{number} is open again: {service}"),
        title=_("A request is open again"),
        opening=(_("It is with your unit again. Please see what was left undone."),),
        facts=(*MATTER, UNIT, DEADLINE),
        action=OPEN,
        footer=TO_OFFICERS,
    ),
    "head_reopened": Letter(
        subject=_("{number}: the citizen says it is not settled"),
        title=_("The citizen says it is not settled"),
        opening=(
            _(
                "Your service had closed this request. Whoever reported it sees it otherwise, so "
                "it is open again and counts as reopened."
            ),
            _("What the citizen sees stands on its page. Please look at it, and say how it goes."),
        ),
        facts=(*MATTER, UNIT, DEADLINE),
        action=OPEN,
        footer=TO_HEADS,
    ),
    "follow_confirm": Letter(
        subject=_("Please confirm your notices: {followed}"),
        title=_("Shall we keep you informed?"),
        opening=(
            _("Somebody, probably you, asked us to send news of this to your address:"),
            "{followed}",
        ),
        closing=(
            _(
                "If you did not ask for it, do nothing: we will not write to you, and we forget "
                "the address within a week."
            ),
        ),
        action=Action(_("Yes, keep me informed"), "{confirm_url}"),
        footer=(
            _("Answers to this message are not read."),
            _("You can also call us on {phone}."),
        ),
    ),
    "followed_scheduled": _news(
        _("{service}: the work is planned ({day})"),
        _("The work is planned"),
        _("A day has been set for a request that you follow."),
        facts=((pgettext_lazy("fact in a letter", "Day"), "{day}"),),
    ),
    "followed_resolved": _news(
        _("{service}: the service says it is done"),
        _("The service says it is done"),
        _("A request that you follow was completed."),
        closing=(_("If you see that it is not fixed, please report it again."),),
    ),
    "followed_rejected": _news(
        _("{service}: the request was not accepted"),
        _("The request was not accepted"),
        _("The municipality could not accept a request that you follow."),
    ),
    "followed_forwarded": _news(
        _("{service}: the request was forwarded"),
        _("The request was forwarded"),
        _("Another authority is responsible for a request that you follow; it has gone there."),
        facts=((pgettext_lazy("fact in a letter", "Now with"), "{authority}"),),
    ),
    "followed_reopened": _news(
        _("{service}: the request is open again"),
        _("The request is open again"),
        _("A request that you follow was not finished as it should have been; work goes on."),
    ),
    "followed_withdrawn": Letter(
        subject=_("{service}: the request was withdrawn"),
        title=_("The request was withdrawn"),
        opening=(
            _("The person who had sent a request that you follow has taken it back."),
            _("Nobody works on it any more, and we will not write to you about it again."),
        ),
        facts=MATTER,
        closing=(_("If the problem is still there, please report it yourself."),),
        action=Action(_("Report it"), "{report_url}"),
        footer=TO_FOLLOWERS,
    ),
    "followed_new": _news(
        _("New request {number}: {service}"),
        _("There is a new request"),
        _("You asked to hear of new requests:"),
        "{followed}",
    ),
}
