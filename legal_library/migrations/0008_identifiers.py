from django.db import migrations, models

from legal_library.domain.permalinks import identifier


def fill(apps, schema_editor):
    """Give the documents that stand here what their permalinks end with."""
    pages = apps.get_model("legal_library", "DocumentPage").objects
    fields = ("reference", "gazette_volume", "gazette_part", "gazette_page")
    for pk, *values in pages.values_list("pk", *fields).order_by("pk").iterator():
        own = identifier(**dict(zip(fields, values, strict=True)))
        if own:
            pages.filter(pk=pk).update(identifier=own)


class Migration(migrations.Migration):

    dependencies = [
        ('legal_library', '0007_circulation'),
    ]

    operations = [
        migrations.AddField(
            model_name='documentpage',
            name='identifier',
            field=models.CharField(blank=True, db_index=True, default='', editable=False, max_length=80, verbose_name='รหัสถาวร'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
