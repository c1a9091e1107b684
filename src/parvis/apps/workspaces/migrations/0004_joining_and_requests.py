

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workspaces', '0003_colours'),
    ]

    operations = [
        migrations.AddField(
            model_name='joinrequest',
            name='answer',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='workspace',
            name='state',
            field=models.CharField(choices=[('requested', 'Requested'), ('refused', 'Refused'), ('active', 'Active'), ('archived', 'Archived')], default='active', max_length=9),
        ),
    ]
