"""Since when the text of each document is public: of what stands there, the day that was told of it until now."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

from portal.thai.dates import bangkok_today, to_bangkok

AT_ONCE = 500


def write(apps, schema_editor):
    """Keep the days of the texts that are public, and of those that were withdrawn and not changed since."""
    documents = apps.get_model("legal_library", "DocumentPage").objects
    rows = apps.get_model("legal_library", "PublicText").objects
    passages = apps.get_model("legal_library", "DocumentPassage").objects
    versions = apps.get_model("legal_library", "TextVersion").objects
    withdrawals = apps.get_model("legal_library", "Withdrawal").objects
    replaced = dict(versions.order_by("number").values_list("document_id", "public_until"))
    untouched = Q(document__latest_revision_created_at=None) | Q(
        document__latest_revision_created_at__lte=F("recorded_at")
    )
    withdrawn = dict(
        withdrawals.filter(untouched, lifted_at=None).values_list("document_id", "withdrawn_on")
    )
    known = set(rows.values_list("document_id", flat=True))
    with_text = documents.filter(models.Exists(passages.filter(page_id=models.OuterRef("pk"))))
    found = []
    for pk, live, first in with_text.values_list("pk", "live", "first_published_at").order_by("pk"):
        if pk in known or not (live or pk in withdrawn):
            continue
        since = replaced.get(pk) or (to_bangkok(first).date() if first else bangkok_today())
        found.append(
            rows.model(document_id=pk, public_from=since, public_until=None if live else withdrawn[pk])
        )
    rows.bulk_create(found, batch_size=AT_ONCE)


class Migration(migrations.Migration):

    dependencies = [
        ("legal_library", "0014_first_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_from", models.DateField(verbose_name="เผยแพร่ตั้งแต่")),
                ("public_until", models.DateField(null=True, verbose_name="เผยแพร่ถึง")),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="public_text",
                        to="legal_library.documentpage",
                        verbose_name="เอกสาร",
                    ),
                ),
            ],
            options={"verbose_name": "ข้อความที่เผยแพร่อยู่"},
        ),
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
