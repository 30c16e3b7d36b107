"""By what the cases that are stored already are known again, by the same rule as every new one."""

from django.db import migrations

from cases.domain.recognition import keys_of

BATCH = 500


def fill(apps, schema_editor):
    case_model, keys = apps.get_model("cases", "Case"), apps.get_model("cases", "CaseKey")
    cases = case_model.objects.exclude(anonymized=True).prefetch_related("affected_people")
    batch = []
    for case in cases.select_related("reporter").iterator(chunk_size=BATCH):
        people = [*case.affected_people.all(), *([case.reporter] if hasattr(case, "reporter") else [])]
        found = keys_of(
            phones=[person.phone for person in people],
            names=[person.name for person in people],
            subdistrict=case.subdistrict_code,
            moo=case.moo,
            detail=case.place_detail,
        )
        batch += [keys(case=case, kind=kind.value, key=key) for kind, key in sorted(found)]
        if len(batch) >= BATCH:
            keys.objects.bulk_create(batch)
            batch = []
    keys.objects.bulk_create(batch)


class Migration(migrations.Migration):
    dependencies = [("cases", "0017_known_again")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
