"""What committees wrote and were given to read is sealed (decision 0012), in batches; a run that was stopped goes on."""

from django.db import migrations

from portal.sealing.columns import seal_rows_anew

SEALED = ("meeting", "brief", "objection", "resolution")


def seal(apps, schema_editor):
    # A brief that was erased was an empty mapping; as text it is no envelope, and would count as lying in clear for ever.
    table = schema_editor.quote_name(apps.get_model("committee", "brief")._meta.db_table)
    schema_editor.execute(f"UPDATE {table} SET content = '' WHERE content = '{{}}'")  # noqa: S608
    models = [apps.get_model("committee", name) for name in SEALED]
    left = [f"{name}: {wrong}" for name, wrong in seal_rows_anew(models) if wrong]
    if left:
        raise RuntimeError(f"{len(left)} values could not be sealed, the first is {left[0]}")


def refuse_to_open(apps, schema_editor):
    """Go back while no committee met: what is sealed is not laid in clear again by a migration."""
    if apps.get_model("committee", "meeting")._base_manager.exists():
        raise RuntimeError("Committees hold sealed rows; restore a backup from before 0005 instead.")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("committee", "0005_sealed"), ("sealing", "0001_proofs_of_keys")]

    operations = [migrations.RunPython(seal, refuse_to_open)]
