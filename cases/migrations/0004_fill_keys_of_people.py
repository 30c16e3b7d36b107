"""Fill in the keys of the people who are stored already, by the same functions as every save."""

from django.db import migrations

from portal.thai.names import name_key
from portal.thai.phone import phone_key

BATCH = 500


def fill(apps, schema_editor):
    for name in ("Reporter", "AffectedPerson"):
        model = apps.get_model("cases", name)
        batch = []
        for person in model.objects.exclude(name="", phone="").iterator(chunk_size=BATCH):
            person.name_key = name_key(person.name)[:300]
            person.phone_key = phone_key(person.phone)[:300]
            batch.append(person)
            if len(batch) == BATCH:
                model.objects.bulk_update(batch, ["name_key", "phone_key"])
                batch = []
        model.objects.bulk_update(batch, ["name_key", "phone_key"])


class Migration(migrations.Migration):

    dependencies = [("cases", "0003_people_are_found_by_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
