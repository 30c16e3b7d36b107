"""Fill in the level of the organizations that are stored already, by the same rule as every save."""

from django.db import migrations

from portal.organizations.vocabulary import level_of

BATCH = 500


def fill(apps, schema_editor):
    model = apps.get_model("organizations", "Organization")
    batch = []
    found = model.objects.filter(level="").only("type", "province_code", "district_code")
    for organization in found.iterator(chunk_size=BATCH):
        organization.level = level_of(
            organization.type,
            province_code=organization.province_code,
            district_code=organization.district_code,
        )
        batch.append(organization)
        if len(batch) == BATCH:
            model.objects.bulk_update(batch, ["level"])
            batch = []
    model.objects.bulk_update(batch, ["level"])


class Migration(migrations.Migration):

    dependencies = [("organizations", "0005_levels_and_district_leads")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
