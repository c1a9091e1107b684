from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_idempotent_call")]

    operations = [
        migrations.AddField(
            model_name="idempotentcall",
            name="headers",
            field=models.JSONField(default=dict),
        ),
        migrations.RemoveField(model_name="idempotentcall", name="media_type"),
    ]
