"""What is asked of open requests near a point, and of those who wait for new ones."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("service_requests", "0007_public_places"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="servicerequest",
            index=django.contrib.postgres.indexes.GistIndex(
                models.Func(models.F("longitude"), models.F("latitude"), function="point"),
                condition=models.Q(
                    ("latitude__isnull", False),
                    ("place_is_private", False),
                    ("public", True),
                    (
                        "status__in",
                        ["charged", "in_progress", "scheduled", "submitted", "waiting"],
                    ),
                ),
                name="open_and_public_by_point",
            ),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index("email", name="subscriptions_by_address"),
        ),
        migrations.AddIndex(
            model_name="subscription",
            index=models.Index(
                condition=models.Q(
                    ("confirmed_at__isnull", False), ("service_request__isnull", True)
                ),
                fields=["area", "service"],
                include=["latitude", "longitude", "radius_metres"],
                name="waiting_for_new_ones",
            ),
        ),
    ]
