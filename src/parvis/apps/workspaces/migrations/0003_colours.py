from django.db import migrations, models

NAMES = {
    "#1f5f5b": "teal",
    "#b5532a": "brick",
    "#7a4d7d": "plum",
    "#3d6fa5": "blue",
    "#8a5a00": "ochre",
}


def to_names(apps, _schema_editor):
    spaces = apps.get_model("workspaces", "Workspace").objects
    for code, name in NAMES.items():
        spaces.filter(colour=code).update(colour=name)
    spaces.filter(colour__startswith="#").update(colour="teal")


def to_codes(apps, _schema_editor):
    spaces = apps.get_model("workspaces", "Workspace").objects
    for code, name in NAMES.items():
        spaces.filter(colour=name).update(colour=code)
    spaces.exclude(colour__startswith="#").update(colour="#1f5f5b")


class Migration(migrations.Migration):
    dependencies = [("workspaces", "0002_remind")]

    operations = [
        migrations.AlterField(
            model_name="workspace",
            name="colour",
            field=models.CharField(default="teal", max_length=7),
        ),
        migrations.RunPython(to_names, to_codes),
    ]
