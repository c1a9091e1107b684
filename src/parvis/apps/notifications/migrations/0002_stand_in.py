"""Notifications tell who is to stand in for an absent colleague."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_told")]

    operations = [
        migrations.AlterField(
            model_name="notification",
            name="reason",
            field=models.CharField(
                choices=[
                    ("ball", "The ball is with you"),
                    ("reminder", "You are reminded"),
                    ("mention", "You are mentioned"),
                    ("answer", "You asked for it"),
                    ("member", "You are brought in"),
                    ("stand_in", "Standing in for a colleague"),
                    ("follow", "You follow it"),
                ],
                max_length=8,
            ),
        )
    ]
