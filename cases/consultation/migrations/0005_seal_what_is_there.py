"""Questions to the center and their answers are sealed (decision 0012), in batches; a run that was stopped goes on."""

from django.db import migrations

from portal.sealing.columns import seal_rows_anew


def seal(apps, schema_editor):
    models = [apps.get_model("consultation", "consultation")]
    left = [f"{name}: {wrong}" for name, wrong in seal_rows_anew(models) if wrong]
    if left:
        raise RuntimeError(f"{len(left)} values could not be sealed, the first is {left[0]}")


def refuse_to_open(apps, schema_editor):
    """Go back while nobody asked: what is sealed is not laid in clear again by a migration."""
    if apps.get_model("consultation", "consultation")._base_manager.exists():
        raise RuntimeError("Questions are sealed; restore a backup from before 0004 instead.")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("consultation", "0004_sealed"), ("sealing", "0001_proofs_of_keys")]

    operations = [migrations.RunPython(seal, refuse_to_open)]
