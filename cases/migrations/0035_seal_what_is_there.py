"""What is there is sealed, in batches, and what stood in clear to be found goes (decision 0012).

Not in one transaction: a run that was stopped goes on where it ended. `prepare` makes the digests again afterwards
(`cases.domain.catching_up.make_findable`); until then older cases are found by their number in the register only.
"""

from django.db import migrations

from portal.sealing.columns import seal_rows_anew

SEALED = (
    *("case", "affectedperson", "reporter", "casenote", "question", "followup", "referral", "riskassessment"),
    *("assistancerecord", "planitem", "casefile", "latefinding", "retentionhold"),
)


def seal(apps, schema_editor):
    models = [apps.get_model("cases", name) for name in SEALED]
    # An installation in which nothing was told yet needs no keys.
    if not models[0].objects.exists():
        return
    left = [f"{name}: {wrong}" for name, wrong in seal_rows_anew(models) if wrong]
    if left:
        raise RuntimeError(f"{len(left)} values could not be sealed, the first is {left[0]}")
    # Keys in clear, and terms by another key.
    for name in ("casekey", "caseterm"):
        apps.get_model("cases", name).objects.all().delete()


def refuse_to_open(apps, schema_editor):
    """Go back while nothing was told yet: what is sealed is not laid in clear again by a migration."""
    told = [name for name in SEALED if apps.get_model("cases", name)._base_manager.exists()]
    if told:
        raise RuntimeError(f"{', '.join(told)} hold sealed rows; restore a backup from before 0034 instead.")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0034_sealed"), ("sealing", "0001_proofs_of_keys")]

    operations = [migrations.RunPython(seal, refuse_to_open)]
