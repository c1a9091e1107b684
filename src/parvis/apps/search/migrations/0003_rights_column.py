from django.db import migrations

# PostgreSQL compares the rights of those who have many with a column. What was indexed before is
# forgotten: the worker indexes it again by itself.
FORWARDS = [
    "TRUNCATE search_words",
    "DELETE FROM search_document",
    "ALTER TABLE search_words ADD COLUMN right_key varchar(40) NOT NULL",
]
BACKWARDS = ["ALTER TABLE search_words DROP COLUMN right_key"]


def run(statements):
    def apply(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return apply


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0002_stale"),
    ]

    operations = [
        migrations.RunPython(run(FORWARDS), run(BACKWARDS)),
    ]
