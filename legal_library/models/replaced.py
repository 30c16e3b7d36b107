"""What is kept of a public text in the moment in which another takes its place, and the days on which a text is public."""

from __future__ import annotations

from datetime import date
from typing import Any

from legal_library.domain.comparing import is_same
from legal_library.models.parts import DocumentPassage
from legal_library.models.storing import marked
from legal_library.models.version import PublicText, TextVersion
from portal.thai.dates import bangkok_today, to_bangkok


def keep_replaced_text(page: Any, rows: list[DocumentPassage] | None) -> date:
    """Keep the text that readers see, or saw until the document was withdrawn, before new passages are stored over it.

    Nothing is kept of a draft, nor when the new text differs only in digits and blanks. What was withdrawn is kept once.

    Args:
        page: the document as it will be stored.
        rows: its new passages; None where they stay as they are.

    Returns:
        Since when readers have the new text once it is stored and public.
    """
    today = bangkok_today()
    if rows is None:
        return today
    shown = PublicText.objects.filter(document_id=page.pk).first() if page.pk else None
    before = _stored(page) if page.pk and (page.live or shown) else None
    if before is None or not (before.live or shown):
        return today
    old = marked(DocumentPassage.objects.filter(page_id=page.pk))
    if not old:
        return today
    last = TextVersion.objects.filter(document_id=page.pk).order_by("-number").first()
    since = _since(before, shown, last)
    if is_same(old, marked(rows)):
        return since
    gone_on = shown.public_until if shown and not before.live else None
    TextVersion.objects.create(
        document_id=page.pk,
        number=last.number + 1 if last else 1,
        public_from=since,
        public_until=gone_on or today,
        text_as_of=before.text_as_of,
        text_source=before.text_source,
        text=TextVersion.written(old),
    )
    PublicText.objects.filter(document_id=page.pk).delete()
    return today


def keep_days(page: Any, rows: list[DocumentPassage] | None, since: date) -> None:
    """Keep since when readers have the text of a document that was just stored, or until when they had it.

    Args:
        page: the document.
        rows: as `keep_replaced_text` had them.
        since: what `keep_replaced_text` returned.
    """
    shown = PublicText.objects.filter(document_id=page.pk)
    if not page.live:
        shown.filter(public_until=None).update(public_until=bangkok_today())
    elif rows is None:
        shown.exclude(public_until=None).update(public_until=None)
    elif rows:
        PublicText.objects.update_or_create(
            document_id=page.pk, defaults={"public_from": since, "public_until": None}
        )
    else:
        shown.delete()


def public_since(page: Any) -> date | None:
    """Return since when readers have the present text of a public document; None while it has none."""
    if not DocumentPassage.objects.filter(page_id=page.pk).exists():
        return None
    shown = PublicText.objects.filter(document_id=page.pk).first()
    return _since(page, shown, TextVersion.objects.filter(document_id=page.pk).order_by("-number").first())


def _stored(page: Any) -> Any:
    return type(page).objects.filter(pk=page.pk).first()


def _since(page: Any, shown: PublicText | None, last: TextVersion | None) -> date:
    """Return the first day of a text; where none is kept, that of the document or of the text that it replaced."""
    if shown:
        return shown.public_from
    if last:
        return last.public_until
    return to_bangkok(page.first_published_at).date() if page.first_published_at else bangkok_today()
