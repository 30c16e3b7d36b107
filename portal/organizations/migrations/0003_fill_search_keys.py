"""Fill in the keys by which the organizations that are stored already are found, by the same function as every save."""

from django.db import migrations

from portal.organizations.models import search_key

BATCH = 500


def fill(apps, schema_editor):
    model = apps.get_model("organizations", "Organization")
    batch = []
    for organization in model.objects.only("name_th", "short_name", "name_en").iterator(chunk_size=BATCH):
        organization.search_key = search_key(
            organization.name_th, organization.short_name, organization.name_en
        )
        batch.append(organization)
        if len(batch) == BATCH:
            model.objects.bulk_update(batch, ["search_key"])
            batch = []
    model.objects.bulk_update(batch, ["search_key"])


class Migration(migrations.Migration):

    dependencies = [("organizations", "0002_found_by_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
