"""Sounds of names, landmarks, house and village lead to what may be alike, for the cases that are stored already too."""

from django.db import migrations, models

from cases.domain.recognition import loose_keys_of, report_of_case

BATCH = 500


def fill(apps, schema_editor):
    case_model, keys = apps.get_model("cases", "Case"), apps.get_model("cases", "CaseKey")
    cases = case_model.objects.exclude(anonymized=True).select_related("reporter")
    batch = []
    for case in cases.prefetch_related("affected_people").iterator(chunk_size=BATCH):
        found = loose_keys_of(report_of_case(case))
        batch += [keys(case=case, kind=kind.value, key=key) for kind, key in sorted(found)]
        if len(batch) >= BATCH:
            keys.objects.bulk_create(batch, ignore_conflicts=True)
            batch = []
    keys.objects.bulk_create(batch, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("cases", "0030_ceilings")]
    operations = [
        migrations.AlterField(
            model_name="casekey",
            name="kind",
            field=models.CharField(
                choices=[
                    ("phone", "เบอร์โทรศัพท์เดียวกัน"),
                    ("home", "บ้านเดียวกัน"),
                    ("name", "ชื่อเดียวกัน"),
                    ("sound", "ชื่อฟังคล้ายกัน"),
                    ("near", "ที่อยู่ใกล้กัน"),
                ],
                max_length=5,
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
