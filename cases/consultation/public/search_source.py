"""What search finds of published questions and answers; nothing else of consultation is ever handed over."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_noop, override

from cases.consultation.domain.publishing import MOST_LISTED, key_of, published
from cases.consultation.models import FrequentQuestion
from portal.search.sources.registry import Passage, SearchDocument

KIND = "faq"
LABEL = gettext_noop("คำถามที่พบบ่อย")


class FrequentQuestionSource:
    """Published questions as search documents."""

    name = "faq"

    def documents(self) -> Iterator[SearchDocument]:
        """Yield everything that is published."""
        for row in published()[:MOST_LISTED]:
            yield document_of(row)

    def document(self, key: str) -> SearchDocument | None:
        """Return one by its key, or None when it is not public."""
        _, _, pk = key.partition(":")
        row = published().filter(pk=int(pk)).first() if pk.isdigit() else None
        return document_of(row) if row else None


def document_of(row: FrequentQuestion) -> SearchDocument:
    """Return one question as search sees it."""
    with override("th"):
        path = reverse("consultation:answers")
    return SearchDocument(
        key=key_of(row),
        title=row.question,
        title_en=row.question_en,
        kind=KIND,
        kind_label=LABEL,
        path=path,
        aliases=(row.question_en,) if row.question_en else (),
        summary="",
        passages=[Passage(heading="", anchor=row.anchor, text=row.answer)],
    )


SOURCE = FrequentQuestionSource()
