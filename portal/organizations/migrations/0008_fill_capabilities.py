"""Fill in the flags of front line 1 and 2 of organizations that were typed by hand: what people see went by the kind."""

from django.db import migrations

from portal.organizations.vocabulary import FRONTLINE1_TYPES, FRONTLINE2_TYPES


def fill(apps, schema_editor):
    model = apps.get_model("organizations", "Organization")
    for flag, kinds in (("is_frontline1", FRONTLINE1_TYPES), ("is_frontline2", FRONTLINE2_TYPES)):
        model.objects.filter(type__in=[kind.value for kind in kinds], **{flag: False}).update(**{flag: True})


class Migration(migrations.Migration):

    dependencies = [("organizations", "0007_shapes_and_hours")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
