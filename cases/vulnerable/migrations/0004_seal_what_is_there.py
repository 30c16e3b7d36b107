"""The register of households that need help first is sealed; by what it is found and put in order tells nothing (0012).

Village by village: what is done tells itself, and a run that was stopped goes on where it ended.
"""

from itertools import groupby

from django.db import migrations, transaction

from cases.vulnerable.domain.order import spread
from cases.vulnerable.domain.places import key_digest, name_keys, phone_keys
from portal.sealing.columns import seal_rows_anew

SEALED = ("home", "agreement", "markwords")


def _village(home):
    """Return the part of an older key that names subdistrict and village; house number and part stood behind it."""
    return "".join(f"{part}/" for part in home.place_key.split("/")[:2])


@transaction.atomic
def _make_anew(homes, beginning):
    """Give a village its places and digests together: whatever stops the run, none is half of then and half of now."""
    spread(homes, beginning)
    for home in homes:
        type(home)._base_manager.filter(pk=home.pk).update(
            key=key_digest(home.key),
            phone_keys=phone_keys(home.phone, home.other_contact),
            name_keys=name_keys(home.name),
        )


def seal(apps, schema_editor):
    models = [apps.get_model("vulnerable", name) for name in SEALED]
    Home = models[0]
    # In their order of then: what is sealed below is read for the last time where it stands.
    older = Home.objects.filter(key__contains="/").order_by("place_key", "pk")
    for beginning, homes in groupby(list(older), key=_village):
        _make_anew(list(homes), beginning)
    left = [f"{name}: {wrong}" for name, wrong in seal_rows_anew(models) if wrong]
    if left:
        raise RuntimeError(f"{len(left)} values could not be sealed, the first is {left[0]}")


def refuse_to_open(apps, schema_editor):
    """Go back while the register is empty: what is sealed is not laid in clear again by a migration."""
    if apps.get_model("vulnerable", "home")._base_manager.exists():
        raise RuntimeError("The register is sealed; restore a backup from before 0003 instead.")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("vulnerable", "0003_sealed"), ("sealing", "0001_proofs_of_keys")]

    operations = [migrations.RunPython(seal, refuse_to_open)]
