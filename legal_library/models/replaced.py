"""What is kept of a public text in the moment in which another takes its place."""

from __future__ import annotations

from typing import Any

from legal_library.domain.comparing import is_same
from legal_library.models.parts import DocumentPassage
from legal_library.models.storing import marked
from legal_library.models.version import TextVersion
from portal.thai.dates import bangkok_today, to_bangkok


def keep_replaced_text(page: Any, rows: list[DocumentPassage]) -> None:
    """Keep the text that a document shows its readers, before new passages are stored over it.

    Nothing is kept of a draft, nor when the new text differs only in digits and blanks.

    Args:
        page: the document as it will be stored.
        rows: its new passages.
    """
    if not page.pk:
        return
    before = type(page).objects.filter(pk=page.pk, live=True).first()
    old = marked(DocumentPassage.objects.filter(page_id=page.pk)) if before else []
    if before is None or not old or is_same(old, marked(rows)):
        return
    last = TextVersion.objects.filter(document_id=page.pk).order_by("-number").first()
    published = to_bangkok(before.first_published_at).date() if before.first_published_at else bangkok_today()
    TextVersion.objects.create(
        document_id=page.pk,
        number=last.number + 1 if last else 1,
        public_from=last.public_until if last else published,
        public_until=bangkok_today(),
        text_as_of=before.text_as_of,
        text_source=before.text_source,
        text=TextVersion.written(old),
    )
