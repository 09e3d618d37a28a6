"""The people who sign in: the municipality's staff. Citizens need no account."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **facts: Any) -> "User":
        user = self.model(username=self.model.normalize_username(username), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of staff; what they may do follows from their assignments in the chart."""

    username = models.CharField(
        _("user name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()]
    )
    full_name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=5, default="el")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_system_administrator = models.BooleanField(
        _("looks after the system"),
        default=False,
        help_text=_("Sets the system up; sees no citizen's data."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        ordering = ("full_name", "pk")

    def __str__(self) -> str:
        return self.full_name

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.full_name.split()[:2]).upper()


class LimitCount(models.Model):
    """How often somebody did something within one window of time; see `limits`.

    The table is unlogged: it costs no disk writes, and is empty after a crash.
    """

    key = models.CharField(
        primary_key=True, max_length=64, help_text=_("Keyed hash of the limit and of who it was.")
    )
    until = models.DateTimeField(db_index=True)
    taken = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.taken} until {self.until:%Y-%m-%d %H:%M}"


class BlockedContact(models.Model):
    """A contact whose reports are refused; see `blocking`."""

    key = models.CharField(max_length=64, unique=True, help_text=_("Keyed hash of the contact."))
    hint = models.CharField(max_length=254, help_text=_("Enough to recognise it."))
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty where it was the command line."),
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.hint


class BlockingRecord(models.Model):
    """Who blocked a contact, or took it off the list; kept when the entry itself is gone."""

    key = models.CharField(max_length=64, db_index=True)
    hint = models.CharField(max_length=254)
    blocked = models.BooleanField(help_text=_("No: it was taken off the list."))
    reason = models.CharField(max_length=200, blank=True)
    about = models.CharField(
        max_length=60, blank=True, help_text=_("The number of the request it was blocked from.")
    )
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.hint} {self.at:%Y-%m-%d %H:%M}"


class OneTimeCode(models.Model):
    """A code, and the link beside it in the same letter, that prove one address; see `codes`.

    Neither the address nor the code can be read here.
    """

    class Purpose(models.TextChoices):
        SIGN_IN = "sign_in", _("signing in")
        REPORT = "report", _("identity for a report")
        AGAIN = "again", _("proving it again")

    purpose = models.CharField(max_length=8, choices=Purpose)
    address_key = models.CharField(max_length=64, help_text=_("Keyed hash of the address."))
    browser_key = models.CharField(
        max_length=64, help_text=_("Keyed hash of what tells the browser that asked for it.")
    )
    code_hash = models.CharField(max_length=64)
    link_hash = models.CharField(max_length=64, unique=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    code_until = models.DateTimeField()
    link_until = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index("address_key", "purpose", name="codes_of_an_address")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.made_at:%Y-%m-%d %H:%M}"
