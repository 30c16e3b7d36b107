"""A library that grows: documents written past Wagtail's own way of adding pages, which takes minutes for thousands."""

from __future__ import annotations

import datetime
import uuid

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from legal_library.models import Agency, DocumentPage, LibraryIndexPage
from legal_library.vocabulary import DocumentKind, DocumentStatus


def grow(size: int) -> None:
    """Add documents until there are so many."""
    index = LibraryIndexPage.objects.get()
    first = DocumentPage.objects.count()
    sample, last = DocumentPage.objects.order_by("pk").first(), index.get_children().order_by("path").last()
    agencies = list(Agency.objects.values_list("pk", flat=True))
    if sample is None or last is None:
        raise RuntimeError("there is no document yet")
    step, now = Page._str2int(last.path[-Page.steplen :]), timezone.now()
    rows = [
        Page(
            title=f"หนังสือเวียนเรื่องที่ {number}",
            draft_title=f"หนังสือเวียนเรื่องที่ {number}",
            slug=f"grown-{number}",
            url_path=f"{index.url_path}grown-{number}/",
            path=Page._get_path(index.path, index.depth + 1, step + 1 + number - first),
            depth=index.depth + 1,
            content_type_id=sample.content_type_id,
            locale_id=sample.locale_id,
            translation_key=uuid.uuid4(),
            first_published_at=now,
            last_published_at=now,
        )
        for number in range(first, size)
    ]
    with transaction.atomic():
        for number, row in enumerate(Page.objects.bulk_create(rows, batch_size=500)):
            page = DocumentPage(
                page_ptr_id=row.pk,
                kind=DocumentKind.CIRCULAR,
                status=DocumentStatus.IN_FORCE,
                year_be=2540 + number % 30,
                dated_on=datetime.date(1997 + number % 30, 1 + number % 12, 1 + number % 28),
                agency_id=agencies[number % len(agencies)],
                summary="สรุปของหนังสือเวียนที่ใช้วัดว่าคลังโตแล้วเป็นอย่างไร",
            )
            # The row of the tree is there: only that of the type is written.
            page.save_base(raw=True)
        index.numchild = index.get_children().count()
        index.save(update_fields=["numchild"])
