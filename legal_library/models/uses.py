"""How many documents have a term."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Count, F, IntegerField, Model, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from wagtail.models import Revision

from legal_library.models.collection import CollectionPage
from legal_library.models.document import DocumentPage
from legal_library.models.parts import DocumentRelation
from legal_library.models.terms import Term
from legal_library.vocabulary import Vocabulary

COLUMNS: dict[str, tuple[tuple[type[Model], str], ...]] = {
    Vocabulary.KIND: ((DocumentPage, "kind"), (CollectionPage, "kind")),
    Vocabulary.STATUS: ((DocumentPage, "status"), (CollectionPage, "status")),
    Vocabulary.RELATION: ((DocumentRelation, "kind"),),
    Vocabulary.URGENCY: ((DocumentPage, "urgency"),),
    Vocabulary.SECRECY: ((DocumentPage, "secrecy"),),
}
"""Where the codes of a vocabulary are stored."""


def _count(model: type[Model], column: str) -> Coalesce:
    rows = model._default_manager.filter(**{column: OuterRef("code")}).order_by().values(column)
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


def with_uses(rows: QuerySet[Term]) -> QuerySet[Term]:
    """Return terms with `uses`: how many documents, drafts among them, have each; relations are counted one by one."""
    whens = []
    for vocabulary, columns in COLUMNS.items():
        counts: Any = Value(0)
        for model, column in columns:
            counts += _count(model, column)
        whens.append(When(vocabulary=vocabulary, then=counts))
    return rows.annotate(uses=Case(*whens, default=Value(0), output_field=IntegerField()))


def uses_of(term: Term) -> int:
    """Return how many documents have a term."""
    return int(with_uses(Term.objects.filter(pk=term.pk)).values_list(F("uses"), flat=True).get())


def is_remembered(term: Term) -> bool:
    """Say whether a kept version of a page has a kind: it can be looked at and brought back."""
    types = ContentType.objects.get_for_models(*(model for model, _column in COLUMNS[Vocabulary.KIND]))
    return Revision.objects.filter(content_type__in=types.values(), content__kind=term.code).exists()
