"""Texts that answers begin with stand among the ready sentences of every office."""

from django.db import migrations


def move(apps, schema_editor):
    """Take every text over, those that are out of use too."""
    old = apps.get_model("consultation", "AnswerTemplate")
    new = apps.get_model("cases", "ReadyText")
    new.objects.bulk_create(
        [
            new(
                organization_id=row.organization_id,
                use="answer",
                title=row.title,
                text=row.text,
                ended_at=row.ended_at,
            )
            for row in old.objects.all()
        ]
    )


def move_back(apps, schema_editor):
    """Give them back, in the shape that they had."""
    old = apps.get_model("consultation", "AnswerTemplate")
    new = apps.get_model("cases", "ReadyText")
    rows = new.objects.filter(use="answer")
    old.objects.bulk_create(
        [
            old(organization_id=row.organization_id, title=row.title, text=row.text, ended_at=row.ended_at)
            for row in rows
        ]
    )
    rows.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0001_initial"),
        ("cases", "0037_ready_texts"),
    ]

    operations = [migrations.RunPython(move, move_back)]
