"""What a citizen can ask for: Open311's *services*, their groups, and who handles them where."""

from typing import Final, Self

from django.db import models
from django.db.models import Func, Value
from django.utils.translation import gettext_lazy as _

from aitima.core.text import fold
from aitima.core.translated import translate
from aitima.geography.models import Area, Place
from aitima.organisation.models import Unit


class Need(models.TextChoices):
    """Whether a report of a service must, may or cannot carry something."""

    REQUIRED = "required", _("required")
    OPTIONAL = "optional", _("optional")
    NONE = "none", _("not asked for")


class RequestKind(models.TextChoices):
    """What somebody wants who turns to the municipality."""

    PROBLEM = "problem", _("problem")
    REQUEST = "request", _("request")
    COMPLAINT = "complaint", _("complaint")
    SUGGESTION = "suggestion", _("suggestion")
    QUESTION = "question", _("question")


class ServiceGroup(models.Model):
    """Services that people look for together."""

    code = models.SlugField(unique=True)
    names = models.JSONField(default=dict)
    icon = models.CharField(max_length=20, default="doc")
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return translate(self.names)


class ServiceQuerySet(models.QuerySet["Service"]):
    def active(self) -> Self:
        return self.filter(active=True)


class Service(models.Model):
    """An entry of the catalogue, with the unit that handles it unless a route says otherwise."""

    code = models.SlugField(max_length=60, unique=True)
    group = models.ForeignKey(ServiceGroup, models.PROTECT, related_name="services")
    names = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict)
    keywords = models.JSONField(default=list, blank=True)
    warnings = models.JSONField(default=dict, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="services")
    target_days = models.PositiveSmallIntegerField(
        help_text=_("Working days to resolution; 0 is the same day.")
    )
    photo = models.CharField(max_length=10, choices=Need, default=Need.OPTIONAL)
    place = models.CharField(max_length=10, choices=Need, default=Need.REQUIRED)
    identity = models.CharField(max_length=10, choices=Need, default=Need.OPTIONAL)
    kind = models.CharField(max_length=12, choices=RequestKind, default=RequestKind.PROBLEM)
    confidential = models.BooleanField(default=False)
    public = models.BooleanField(default=True)
    checked_first = models.BooleanField(
        default=False, help_text=_("Hidden from the public until a colleague has looked at it.")
    )
    place_is_private = models.BooleanField(
        default=False, help_text=_("The public sees the neighbourhood, never the point.")
    )
    nearby_metres = models.PositiveSmallIntegerField(
        default=100, help_text=_("How near an open request may be the same; 0 asks for none.")
    )
    related = models.JSONField(
        default=list, blank=True, help_text=_("Codes of services whose requests may be the same.")
    )
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ("group__position", "position", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return translate(self.names)

    @property
    def description(self) -> str:
        return translate(self.descriptions)

    @property
    def warning(self) -> str:
        return translate(self.warnings)


class Question(models.Model):
    """What a service asks besides (Open311: attribute), or a text that only informs.

    `choices`: [{"code": …, "names": {language: text}, "stop": {language: text}}]; `stop` says why
    an answer ends the report ("call 112"). `shown_if`: {"question": code, "answers": [codes]}.
    `least`, `most`: of a number; of a date, in days from today; of a text, in characters.
    """

    class Datatype(models.TextChoices):
        """The data types of Open311 GeoReport v2."""

        STRING = "string", _("one line")
        TEXT = "text", _("several lines")
        NUMBER = "number", _("number")
        DATETIME = "datetime", _("date")
        ONE = "singlevaluelist", _("one of several")
        SEVERAL = "multivaluelist", _("several of them")
        NOTE = "note", _("a text that only informs")

    service = models.ForeignKey(Service, models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    datatype = models.CharField(max_length=15, choices=Datatype)
    names = models.JSONField(default=dict)
    hints = models.JSONField(default=dict, blank=True)
    required = models.BooleanField(default=False)
    public = models.BooleanField(default=False, help_text=_("Whether everybody sees the answer."))
    choices = models.JSONField(default=list, blank=True)
    shown_if = models.JSONField(default=dict, blank=True)
    least = models.FloatField(null=True, blank=True)
    most = models.FloatField(null=True, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("service", "position", "pk")
        constraints = [
            models.UniqueConstraint("service", "code", name="one_question_per_service_and_code")
        ]

    def __str__(self) -> str:
        return f"{self.service_id}.{self.code}"

    @property
    def name(self) -> str:
        return translate(self.names)

    @property
    def hint(self) -> str:
        return translate(self.hints)


_ALIKE: Final = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
_LATIN: Final = "ABEZHIKMNOPTYX"
_BETWEEN: Final = " ./-"


def sign_key(sign: str) -> str:
    """What two ways of typing a number have in common: «μ 0412» and "M-0412" are one lamp post."""
    between = str.maketrans(_ALIKE, _LATIN, _BETWEEN)
    return fold(sign).upper().translate(between)


class AssetQuerySet(models.QuerySet["Asset"]):
    def active(self) -> Self:
        return self.filter(active=True)

    def signed(self, sign: str) -> Self:
        """The one with this number on it, however it was typed."""
        return self.alias(sign_key=_sign_key()).filter(sign_key=sign_key(sign))


def _sign_key() -> Func:
    """`sign_key` in the database; codes are in capitals already."""
    alike, latin = Value(_ALIKE + _BETWEEN), Value(_LATIN)
    return Func("code", alike, latin, function="translate", output_field=models.CharField())


class Asset(models.Model):
    """A thing of the municipality with a number on it: a lamp post, a bin, a bench."""

    code = models.CharField(max_length=40, unique=True, help_text=_("As it stands on the thing."))
    names = models.JSONField(default=dict)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="assets"
    )
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="assets")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="assets")
    address = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    active = models.BooleanField(default=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(_sign_key(), name="no_two_assets_have_numbers_that_look_alike")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        return translate(self.names)


class Route(models.Model):
    """In this area the service is handled by another unit than usual."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="routes")
    area = models.ForeignKey(Area, models.PROTECT, related_name="routes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="routes")

    class Meta:
        constraints = [
            models.UniqueConstraint("service", "area", name="one_route_per_service_and_area")
        ]

    def __str__(self) -> str:
        return f"{self.service_id} × {self.area_id} → {self.unit_id}"


class Phrases(models.Model):
    """How people write about a service (by its code), in the municipality's own examples.

    Apart from the service, because lists and pages read services all the time and these never.
    """

    SMALL_TALK: Final = "anything"

    code = models.SlugField(max_length=60, unique=True)
    texts = models.JSONField(default=list)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class SuggestionModel(models.Model):
    """What the suggestions have learned; the newest one is in use.

    `fingerprint` is of the catalogue's words and examples it was learned from, `digest` of the
    data, `requests` how many closed requests taught as well.
    """

    trained_at = models.DateTimeField()
    fingerprint = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    data = models.BinaryField()
    requests = models.PositiveIntegerField(default=0)
    marks = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.trained_at:%Y-%m-%d}, {self.requests}"
