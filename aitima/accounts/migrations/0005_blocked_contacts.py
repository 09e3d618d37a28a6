from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_one_time_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="BlockedContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="Keyed hash of the contact.", max_length=64, unique=True
                    ),
                ),
                (
                    "hint",
                    models.CharField(help_text="Enough to recognise it.", max_length=254),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={"ordering": ("-at", "-pk")},
        ),
    ]
