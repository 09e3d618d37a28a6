from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_sign_in_attempt"),
    ]

    operations = [
        migrations.CreateModel(
            name="LimitCount",
            fields=[
                (
                    "key",
                    models.CharField(
                        help_text="Keyed hash of the limit and of who it was.",
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("until", models.DateTimeField(db_index=True)),
                ("taken", models.PositiveIntegerField()),
            ],
        ),
        migrations.DeleteModel(name="SignInAttempt"),
        # Counting costs no disk writes; room on each page keeps the updates there.
        migrations.RunSQL(
            [
                "ALTER TABLE accounts_limitcount SET UNLOGGED",
                "ALTER TABLE accounts_limitcount SET (fillfactor = 50)",
            ],
            migrations.RunSQL.noop,
        ),
    ]
