"""Where the public sees a request, and the index that the public list and map are read from."""

from django.db import migrations, models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Floor


def seen_by_the_public(name: str, cell: float) -> models.GeneratedField:
    return models.GeneratedField(
        expression=Case(
            When(place_is_private=True, then=(Floor(F(name) / cell) + 0.5) * cell), default=F(name)
        ),
        output_field=models.FloatField(null=True),
        db_persist=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("service_requests", "0006_the_citizens_side"),
    ]

    operations = [
        migrations.AddField(
            model_name="servicerequest",
            name="public_latitude",
            field=seen_by_the_public("latitude", 0.005),
        ),
        migrations.AddField(
            model_name="servicerequest",
            name="public_longitude",
            field=seen_by_the_public("longitude", 0.00625),
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(
                fields=["-submitted_at", "-id"],
                include=[
                    "status",
                    "service",
                    "area",
                    "place",
                    "public_latitude",
                    "public_longitude",
                ],
                condition=Q(public=True, erased_at__isnull=True),
                name="public_by_submitted",
            ),
        ),
    ]
