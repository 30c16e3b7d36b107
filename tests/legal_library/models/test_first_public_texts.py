"""Texts that stand there when their days are first kept: public since the day that was told of them until now."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
import time_machine
from django.apps import apps

from legal_library.editing.withdrawing import withdraw
from legal_library.models import DocumentPage, DocumentPassage, LibraryIndexPage, PublicText, TextVersion
from tests.legal_library.factories import DocumentFactory

pytestmark = pytest.mark.django_db
first = import_module("legal_library.migrations.0015_public_texts")


def test_public_and_withdrawn_texts_get_their_days_and_nothing_else_does(library: LibraryIndexPage) -> None:
    with time_machine.travel("2023-01-10T05:00:00Z"):
        live, replaced, withdrawn, reworked = (DocumentFactory(parent=library) for _ in range(4))
        DocumentFactory(parent=library)  # has no text
        draft = DocumentFactory(parent=library, live=False)
    for page in (live, replaced, withdrawn, reworked, draft):
        DocumentPassage.objects.create(page=page, sort_order=0, label="มาตรา ๑", text="ก")
    TextVersion.objects.create(
        document=replaced, number=1, public_from=date(2023, 1, 10), public_until=date(2024, 5, 1), text="x"
    )
    with time_machine.travel("2024-06-01T05:00:00Z"):
        for page in (withdrawn, reworked):
            withdraw(page=DocumentPage.objects.get(pk=page.pk), reason="ผิด")
    with time_machine.travel("2024-07-01T05:00:00Z"):
        # Its text may be that of a draft by now.
        DocumentPage.objects.get(pk=reworked.pk).save_revision()
    for _ in range(2):
        first.write(apps, None)
        assert {row.document_id: (row.public_from, row.public_until) for row in PublicText.objects.all()} == {
            live.pk: (date(2023, 1, 10), None),
            replaced.pk: (date(2024, 5, 1), None),
            withdrawn.pk: (date(2023, 1, 10), date(2024, 6, 1)),
        }
