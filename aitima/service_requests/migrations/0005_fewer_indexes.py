"""Indexes that nothing is looked up by: every submission and every event paid for them.

The two named `_like` are Django's own for text that is unique; numbers and hashes are compared
whole, never by their beginning.
"""

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT

UNUSED = """
DROP INDEX IF EXISTS service_requests_servicerequest_number_d45898b9_like;
DROP INDEX IF EXISTS service_requests_privatelink_secret_hash_de282ebe_like;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("geography", "0001_initial"),
        ("organisation", "0002_municipality_half_day_closes_at"),
        ("service_requests", "0004_queue_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="requestevent",
            name="by",
            field=models.ForeignKey(
                to=settings.AUTH_USER_MODEL,
                on_delete=PROTECT,
                null=True,
                related_name="+",
                db_index=False,
            ),
        ),
        migrations.AlterField(
            model_name="requestevent",
            name="unit",
            field=models.ForeignKey(
                to="organisation.unit",
                on_delete=PROTECT,
                null=True,
                related_name="+",
                db_index=False,
            ),
        ),
        migrations.AlterField(
            model_name="servicerequest",
            name="place",
            field=models.ForeignKey(
                to="geography.place",
                on_delete=PROTECT,
                null=True,
                blank=True,
                related_name="service_requests",
                db_index=False,
            ),
        ),
        migrations.AlterField(
            model_name="servicerequest",
            name="unit",
            field=models.ForeignKey(
                to="organisation.unit",
                on_delete=PROTECT,
                related_name="service_requests",
                db_index=False,
            ),
        ),
        migrations.RunSQL(UNUSED, migrations.RunSQL.noop),
    ]
