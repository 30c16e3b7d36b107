"""`manage.py explain_search QUERY`: how a query is understood, planned and scored on this site's index."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.search.engine.protocol import Answer, Explanation, IndexUnavailableError
from portal.search.models import IndexedDocument
from portal.search.query.correct import did_you_mean
from portal.search.query.pipeline import prepare
from portal.search.query.plan import SearchPlan
from portal.search.site import knowledge
from portal.search.sources import site_index


class Command(BaseCommand):
    """Reads only; prints query → analysis → plan → scores."""

    help = "Explain one search: what was understood, what is asked of the index, and why results rank as they do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query")
        parser.add_argument("--results", type=int, default=10)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._explain(options["query"], options["results"])
        except IndexUnavailableError as error:
            raise CommandError(
                f"No index to explain with ({error}). Run manage.py rebuild_search."
            ) from error

    def _explain(self, typed: str, results: int) -> None:
        engine = site_index.now()
        prepared = prepare(typed, engine, knowledge.of(engine))
        analysis, query = prepared.analysis, prepared.plan.query
        self._section(
            "analysis",
            {
                "text": analysis.text,
                "words": " | ".join(analysis.words),
                "phrases": analysis.phrases,
                "references": [
                    (reference.normal, reference.tokens()[-1]) for reference in analysis.references
                ],
                "years (B.E.)": analysis.years,
                "filters": analysis.filters,
                "other forms": analysis.expansions,
                "meant on the Thai layout": analysis.layout,
                "did you mean": did_you_mean(analysis, engine),
            },
        )
        asked = not analysis.is_empty or bool(analysis.filters)
        answer = engine.search(query, stop=results, floor=prepared.plan.floor) if asked else None
        explained = engine.explain(query, [hit.key for hit in answer.hits] if answer else [])
        self._plan(prepared.plan, explained)
        if answer is None:
            self.stdout.write("Nothing to search for.")
        else:
            self._results(answer, explained)

    def _section(self, title: str, rows: dict[str, Any]) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(title))
        for name, value in rows.items():
            if value:
                self.stdout.write(f"  {name:26} {value}")

    def _plan(self, plan: SearchPlan, explained: Explanation) -> None:
        query = plan.query
        self.stdout.write(self.style.MIGRATE_HEADING("plan"))
        self.stdout.write(f"  {'word':26} {'weight':>7} {'body':>7} {'titles':>7} {'idf':>6}")
        for row in explained.words:
            self.stdout.write(f"  {row.word:26} {row.weight:7.2f} {row.body:7} {row.titles:7} {row.idf:6.2f}")
        for name, value in (
            ("lifted by reference", query.references),
            ("lifted by year", query.years),
            ("must contain", query.phrases),
            ("may contain across words", query.literals),
            ("guessed instead", plan.guesses),
            ("skeleton, pieces", len(query.skeleton)),
            ("least share of best score", plan.floor),
        ):
            if value:
                self.stdout.write(f"  {name:26} {value}")

    def _results(self, answer: Answer, explained: Explanation) -> None:
        weights, first = explained.weights, explained.first
        self.stdout.write(self.style.MIGRATE_HEADING(f"results: {answer.total}"))
        rows = IndexedDocument.objects.in_bulk([hit.key for hit in answer.hits])
        for rank, hit in enumerate(answer.hits, start=1):
            row = rows.get(hit.key)
            self.stdout.write(
                f"  {rank:2}. {hit.score:8.2f} = words {first.get(hit.key, 0):.2f} + second look "
                f"{hit.score - first.get(hit.key, 0):.2f}  passage {hit.passage}  {row.title if row else hit.key}"
            )
        self.stdout.write(
            f"  second look: passage x{weights.passage}, pairs x{weights.pair}, trigrams x{weights.trigram}, "
            f"lead x{weights.lead}; skeleton x{weights.skeleton}, references +{weights.reference}, year +{weights.year}"
        )
