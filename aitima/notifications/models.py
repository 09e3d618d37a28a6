"""What is told to whom, and how its delivery goes.

A Message is the fact "this person is to be told this"; a Delivery is one way of
telling it. The Delivery row is the truth: jobs only say "look at delivery N".
"""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from aitima.notifications import kinds, rendering, retries
from aitima.notifications.channels.outcomes import Outcome, Verdict

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


FORGOTTEN: Final = "…"


class Message(models.Model):
    """One thing to tell one person, in the person's language.

    Rendered at the first try, not when it is queued: the change that causes it
    should not wait for words. From then on the text stays as it was sent.
    """

    template = models.CharField(max_length=60)
    to = models.CharField(max_length=254)
    language = models.CharField(max_length=8)
    # Text, not a foreign key: this package knows nothing of what it tells about.
    about = models.CharField(max_length=80)
    context = models.JSONField(default=dict)
    subject = models.CharField(max_length=250, default="", blank=True)
    body_text = models.TextField(default="", blank=True)
    body_html = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()

    if TYPE_CHECKING:
        deliveries: RelatedManager[Delivery]

    class Meta:
        indexes = [models.Index(fields=["about", "created_at"], name="message_about")]

    def __str__(self) -> str:
        return f"{self.template} → {self.about}"

    @property
    def is_rendered(self) -> bool:
        return self.subject != ""

    def render(self) -> None:
        """Put it into words, once: a second try sends the very same."""
        rendered = rendering.render(self.template, language=self.language, context=self.context)
        self.subject, self.body_text, self.body_html = rendered
        self.save(update_fields=["subject", "body_text", "body_html"])

    def forget_secrets(self) -> None:
        """Take out the links and codes that open something private: nobody needs them any more.

        They are stored hashed elsewhere. A message kept in the clear would undo that.
        """
        for name in kinds.secrets_of(self.template) & self.context.keys():
            secret = self.context[name]
            self.context[name] = FORGOTTEN
            self.body_text = self.body_text.replace(secret, FORGOTTEN)
            self.body_html = self.body_html.replace(escape(secret), FORGOTTEN)
        self.save(update_fields=["context", "body_text", "body_html"])


class Preference(models.Model):
    """What somebody wants to hear of their requests, for all of one address; see `preferences`."""

    class Notices(models.TextChoices):
        ALL = "all", _("Every change")
        FEW = "few", _("Only questions, and the end")
        LAW = "law", _("Only what the law asks of us")

    address = models.CharField(max_length=254, unique=True, help_text=_("In lower case."))
    notices = models.CharField(max_length=3, choices=Notices, default=Notices.ALL)
    language = models.CharField(max_length=5, default="el")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.notices} {self.language}"


class State(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("delivery", "waiting")
    SENDING = "sending", pgettext_lazy("delivery", "being sent")
    SENT = "sent", pgettext_lazy("delivery", "sent")
    FAILED_TEMPORARILY = (
        "failed_temporarily",
        pgettext_lazy("delivery", "not yet, will be tried again"),
    )
    FAILED = "failed", pgettext_lazy("delivery", "could not be delivered")


WAITING: Final = (State.QUEUED, State.FAILED_TEMPORARILY)
UNSENT: Final = (*WAITING, State.SENDING)

# A job normally starts within a second; after this long it is taken for lost.
PATIENCE: Final = timedelta(seconds=30)

STATE_AFTER: Final = {
    Verdict.ACCEPTED: State.SENT,
    Verdict.TRY_AGAIN: State.FAILED_TEMPORARILY,
    Verdict.REFUSED: State.FAILED,
}


class Channel(models.TextChoices):
    EMAIL = "email", _("e-mail")


def masked(address: str) -> str:
    """Enough to recognise one's own address by, too little to write to it."""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}•••{at}{host}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def unsent(self) -> Self:
        return self.filter(state__in=UNSENT)

    def due(self, *, at: datetime) -> Self:
        """Whose turn has come, and those whose sender has vanished with the lease."""
        return self.filter(
            Q(state__in=WAITING, next_try_at__lte=at) | Q(state=State.SENDING, lease_until__lt=at)
        )

    def forgotten(self, *, at: datetime, limit: int = 500) -> list[int]:
        """Due deliveries that no living job seems to care for, the oldest first.

        A queue that is merely behind is given time; a lease that ran out is not.
        """
        overdue = Q(state__in=WAITING, next_try_at__lte=at - PATIENCE)
        abandoned = Q(state=State.SENDING, lease_until__lt=at)
        found = self.filter(overdue | abandoned).order_by("created_at")
        return list(found.values_list("pk", flat=True)[:limit])

    def give_up_hopeless(self, *, at: datetime) -> int:
        """End those whose every try took its worker down before it could be recorded."""
        hopeless = self.filter(
            state=State.SENDING, lease_until__lt=at, attempts__gte=retries.MAX_TRIES
        )
        for message in Message.objects.filter(deliveries__in=hopeless).order_by("pk"):
            message.forget_secrets()
        return hopeless.update(state=State.FAILED, lease_until=None)

    def claim(self, pk: int, *, at: datetime, lease: timedelta) -> Delivery | None:
        """Take a due delivery for `lease`, or None when there is nothing to do.

        One conditional UPDATE: of two workers only one finds the row still due.
        """
        claimed = (
            self.due(at=at)
            .filter(pk=pk)
            .update(
                state=State.SENDING,
                lease_until=at + lease,
                next_try_at=None,
                attempts=F("attempts") + 1,
            )
        )
        return self.select_related("message").get(pk=pk) if claimed else None


class Delivery(models.Model):
    """One message on one channel, from the queue to its end."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.EMAIL)
    address = models.CharField(max_length=254)
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    # The same at every try, so that a receiver can tell a repeat from a new message.
    idempotency_key = models.UUIDField(default=uuid.uuid4, unique=True)
    provider_words = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["message", "channel"], name="one_delivery_per_message_and_channel"
            ),
            models.CheckConstraint(
                name="next_try_is_set_exactly_while_waiting",
                condition=Q(state__in=WAITING, next_try_at__isnull=False)
                | (~Q(state__in=WAITING) & Q(next_try_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="lease_is_set_exactly_while_sending",
                condition=Q(state=State.SENDING, lease_until__isnull=False)
                | (~Q(state=State.SENDING) & Q(lease_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="sent_at_is_set_exactly_when_sent",
                condition=Q(state=State.SENT, sent_at__isnull=False)
                | (~Q(state=State.SENT) & Q(sent_at__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="delivery_waiting",
                condition=Q(state__in=WAITING),
            ),
            models.Index(
                fields=["lease_until"],
                name="delivery_sending",
                condition=Q(state=State.SENDING),
            ),
            models.Index(fields=["sent_at"], name="delivery_sent", condition=Q(state=State.SENT)),
            models.Index(
                fields=["created_at"],
                name="delivery_unsent",
                condition=Q(state__in=UNSENT),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}: {self.state}"

    @property
    def masked_address(self) -> str:
        return masked(self.address)

    @property
    def kind(self) -> str:
        known = kinds.KINDS.get(self.message.template)
        return str(known.name) if known else self.message.template

    def _masked(self, words: str) -> str:
        """Mail servers repeat the address that they refuse; the log is for more eyes than it is."""
        return re.sub(re.escape(self.address), self.masked_address, words, flags=re.IGNORECASE)

    @transaction.atomic
    def record(self, outcome: Outcome, *, at: datetime) -> bool:
        """Write down how the try ended; False where another worker took over meanwhile."""
        facts = self._after(outcome, at)
        mine = Q(pk=self.pk, state=State.SENDING, lease_until=self.lease_until)
        if not Delivery.objects.filter(mine).update(**facts):
            return False
        for name, value in facts.items():
            setattr(self, name, value)
        if self.state not in UNSENT:
            self.message.forget_secrets()
        return True

    def _after(self, outcome: Outcome, at: datetime) -> dict[str, Any]:
        state = STATE_AFTER[outcome.verdict]
        if state == State.FAILED_TEMPORARILY and self.attempts >= retries.MAX_TRIES:
            state = State.FAILED
        again = state == State.FAILED_TEMPORARILY
        return {
            "state": state,
            "lease_until": None,
            "provider_words": self._masked(outcome.words),
            "sent_at": at if state == State.SENT else None,
            "next_try_at": at + retries.pause_after(self.attempts) if again else None,
        }
