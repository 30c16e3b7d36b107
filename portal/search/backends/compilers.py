"""What a search through Wagtail's API asks of the Whoosh backend."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from modelsearch.backends.base import BaseSearchQueryCompiler
from modelsearch.query import Or, PlainText

from portal.search.backends import fields, matching
from portal.search.engine.fielded import Objects


class WhooshSearchQueryCompiler(BaseSearchQueryCompiler):
    """Keeps what is asked; matching happens when the results are read.

    A plain string without an operator must match every word; when nothing does, any word (Thai questions rarely
    match as a whole: search.md 3).
    """

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    KIND = fields.SEARCH

    def __init__(
        self,
        queryset: QuerySet[Any],
        query: Any,
        fields: Any = None,
        operator: str | None = None,
        order_by_relevance: bool = True,
    ) -> None:
        self.lenient = isinstance(query, str) and operator is None
        super().__init__(queryset, query, fields, operator, order_by_relevance)

    def matches(self, documents: Objects) -> matching.Found:
        """Return which documents of the index match the text, for the model and its descendants."""
        model = self.queryset.model
        evaluator = matching.Evaluator(
            documents,
            fields.boosts(model, self.KIND, self.fields),
            prefix=self.KIND == fields.AUTOCOMPLETE,
        )
        of_model = documents.labeled(model._meta.label_lower)
        found = evaluator.evaluate(self.query)
        found.mask &= of_model
        if self.lenient and isinstance(self.query, PlainText) and not found.mask.any():
            found = evaluator.evaluate(Or([PlainText(self.query.query_string, operator="or")]))
            found.mask &= of_model
        return found


class WhooshAutocompleteQueryCompiler(WhooshSearchQueryCompiler):
    """The last word may be unfinished."""

    KIND = fields.AUTOCOMPLETE
