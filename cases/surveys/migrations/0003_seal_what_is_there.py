"""Who answered a survey, and what was said in one's own words, is sealed; which house it was becomes a digest (0012).

Not in one transaction: what is done tells itself, and a run that was stopped goes on where it ended.
"""

from django.db import migrations

from cases.surveys.domain.answering import key_digest
from portal.sealing.columns import seal_rows_anew

OWN_WORDS = "text"
"""The kind of a question that is answered so."""


def seal(apps, schema_editor):
    Household, Answer = apps.get_model("surveys", "household"), apps.get_model("surveys", "answer")
    for answer in Answer.objects.filter(question__kind=OWN_WORDS).exclude(words="").iterator():
        answer.said, answer.words = answer.words, ""
        answer.save(update_fields=["said", "words"])
    # A key in clear has a stroke in it, a digest has none; an erased one is no key any more.
    for pk, key in Household.objects.filter(key__contains="/").values_list("pk", "key").iterator():
        Household.objects.filter(pk=pk).update(key=key_digest(key))
    left = [f"{name}: {wrong}" for name, wrong in seal_rows_anew([Household, Answer]) if wrong]
    if left:
        raise RuntimeError(f"{len(left)} values could not be sealed, the first is {left[0]}")


def refuse_to_open(apps, schema_editor):
    """Go back while nobody answered: what is sealed is not laid in clear again by a migration."""
    if apps.get_model("surveys", "household")._base_manager.exists():
        raise RuntimeError("Answers are sealed; restore a backup from before 0002 instead.")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("surveys", "0002_sealed"), ("sealing", "0001_proofs_of_keys")]

    operations = [migrations.RunPython(seal, refuse_to_open)]
