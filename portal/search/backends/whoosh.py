"""`portal.search.backends.whoosh`: Wagtail's search API over Whoosh, with Thai words.

Whoosh holds the words; matching and scoring are vectorized (`matching`); filters, order, facets and scopes are the
ORM's, so that whatever a queryset hides stays hidden. Each family of models has an index of its own, rebuilt beside
the old one and swapped in by one rename. Without a readable index the plain database backend answers and a warning is
logged; `readyz` and the editors' front page show it.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Model, QuerySet
from modelsearch.backends.base import (
    BaseIndex,
    BaseSearchBackend,
    BaseSearchResults,
    FilterFieldError,
    get_model_root,
)
from modelsearch.backends.database.fallback import DatabaseSearchBackend
from modelsearch.query import MatchAll

from portal.search.backends import fields
from portal.search.backends.compilers import WhooshAutocompleteQueryCompiler, WhooshSearchQueryCompiler
from portal.search.engine import fielded
from portal.search.engine.fielded import Objects
from portal.search.engine.protocol import IndexUnavailableError

log = logging.getLogger(__name__)

_FEW = 500
"""Up to so many matches are given to the database by key; beyond, keys are compared here."""

_open: dict[str, tuple[tuple[int, int, str], Objects]] = {}
_opening = threading.Lock()


class WhooshModelIndex(BaseIndex):
    """The index of one family of models.

    Args:
        backend: the backend it belongs to.
        root: root model of the family.
        folder: where to write; by default the folder in use.
    """

    def __init__(self, backend: WhooshSearchBackend, root: type[Model], folder: Path | None = None) -> None:
        super().__init__(backend)
        self.root = root
        self.home = backend.path / root._meta.label_lower
        self._folder = folder

    def get_key(self) -> str:
        """Return the label of the root model."""
        label: str = self.root._meta.label_lower
        return label

    @property
    def folder(self) -> Path:
        """The folder in use."""
        if self._folder is not None:
            return self._folder
        current = self.home / "current"
        try:
            return self.home / current.readlink()
        except OSError:
            return self.home / "none"

    def point_to(self, folder: Path) -> None:
        """Swap a complete folder in, atomically, and remove the others."""
        draft = self.home / f"current.{os.getpid()}"
        draft.unlink(missing_ok=True)
        draft.symlink_to(folder.name)
        draft.replace(self.home / "current")
        for other in self.home.glob("build-*"):
            if other.name != folder.name:
                shutil.rmtree(other, ignore_errors=True)

    def make(self) -> Path:
        """Make an empty index in a new folder and return the folder."""
        folder = self.home / f"build-{time.time_ns():x}"
        folder.mkdir(parents=True)
        fielded.make(folder, self._fields())
        return folder

    def _fields(self) -> list[str]:
        return [
            fields.field_name(kind, name)
            for model in fields.family(self.root)
            for kind, name, _ in fields.text_fields(model)
        ]

    @contextmanager
    def writing(self, timeout: float = 20.0) -> Iterator[None]:
        """Hold the one writer's lock of this family, across processes."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "writer.lock").open("w") as file:
            deadline = time.monotonic() + timeout
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.02)
            yield

    def reset(self) -> None:
        """Empty the index."""
        with self.writing():
            self.point_to(self.make())

    def add_items(self, model: type[Model], items: Iterable[Model]) -> None:
        """Add objects, replacing their older entries, in one commit."""
        objects = list(items)
        if not objects:
            return
        if self._folder is not None:
            self._write(objects)
            return
        with self.writing():
            if not self.folder.exists():
                self.point_to(self.make())
            self._write(objects)

    def _write(self, objects: list[Model]) -> None:
        fielded.write(
            self.folder,
            [(str(obj.pk), fields.labels(type(obj)), fields.object_words(obj)) for obj in objects],
        )

    def delete_item(self, obj: Model) -> None:
        """Remove an object."""
        with self.writing():
            if self.folder.exists():
                fielded.remove(self.folder, str(obj.pk))

    def documents(self) -> Objects:
        """Return the newest committed state.

        Raises:
            IndexUnavailableError: missing or unreadable.
        """
        folder = self.folder
        try:
            status = folder.stat()
        except OSError as error:
            raise IndexUnavailableError("no index yet") from error
        stamp = (status.st_ino, status.st_mtime_ns, folder.name)
        held = _open.get(str(self.home))
        if held is not None and held[0] == stamp:
            if held[1].is_changed():
                raise IndexUnavailableError("damaged: a file was written over")
            return held[1]
        with _opening:
            found = Objects(folder)
            _open[str(self.home)] = (stamp, found)
            return found


class WhooshRebuilder:
    """Fills a new folder and swaps it in when it is complete."""

    def __init__(self, index: WhooshModelIndex) -> None:
        self._index = index

    def start(self) -> WhooshModelIndex:
        """Return an index over a new, empty folder."""
        self._new = WhooshModelIndex(self._index.backend, self._index.root, self._index.make())
        return self._new

    def finish(self) -> None:
        """Swap it in."""
        with self._index.writing():
            self._index.point_to(self._new.folder)


class WhooshSearchResults(BaseSearchResults):
    """Matches and scores from the index; everything else from the ORM."""

    supports_facet = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was found once counts for every slice of the same results, so a page costs as many queries as with the
        # database's own backends.
        self._shared: dict[str, Any] = {}

    def _clone(self) -> WhooshSearchResults:
        new = super()._clone()
        new._shared = self._shared
        return new

    def _scored(self) -> OrderedDict[Any, float]:
        """Return matching primary keys with scores, best first.

        Raises:
            IndexUnavailableError: there is no index to ask.
        """
        if "scored" not in self._shared:
            self._shared["scored"] = self._read_scores()
        scored: OrderedDict[Any, float] = self._shared["scored"]
        return scored

    @fielded.answering
    def _read_scores(self) -> OrderedDict[Any, float]:
        compiler = self.query_compiler
        documents = self.backend.get_index_for_model(compiler.queryset.model).documents()
        found = compiler.matches(documents)
        pk = compiler.queryset.model._meta.pk
        numbers = found.mask.nonzero()[0]
        ranked = sorted(numbers.tolist(), key=lambda number: (-float(found.scores[number]), number))
        return OrderedDict(
            (pk.to_python(documents.keys[number]), float(found.scores[number])) for number in ranked
        )

    def _allowed(self, queryset: QuerySet[Any]) -> list[Any]:
        """Return the matching keys that the queryset contains, in the queryset's order."""
        scored = self._scored()
        if len(scored) <= _FEW:
            return list(queryset.filter(pk__in=list(scored)).values_list("pk", flat=True))
        return [key for key in queryset.values_list("pk", flat=True) if key in scored]

    def _ordered(self) -> list[Any]:
        """Return all keys of the results, in order; read once for all slices."""
        if "ordered" not in self._shared:
            self._shared["ordered"] = self._read_order()
        ordered: list[Any] = self._shared["ordered"]
        return ordered

    def _read_order(self) -> list[Any]:
        compiler = self.query_compiler
        queryset = compiler.queryset
        if compiler.order_by_relevance and not isinstance(compiler.query, MatchAll):
            allowed = set(self._allowed(queryset.order_by()))
            return [key for key in self._scored() if key in allowed]
        if not queryset.query.order_by:
            queryset = queryset.order_by("-pk")
        return list(dict.fromkeys(self._allowed(queryset)))

    def _do_search(self) -> list[Any]:
        try:
            keys = self._ordered()[self.start : self.stop]
        except IndexUnavailableError as error:
            found = list(self._fallback(error))
            for row in found if self._score_field else []:
                # The database cannot say what fits best; whoever asked for scores finds that there are none.
                setattr(row, self._score_field, None)
            return found
        queryset = self.query_compiler.queryset.order_by().filter(pk__in=keys)
        if self.prefetch_related:
            queryset = queryset.prefetch_related(*self.prefetch_related)
        rows = {row.pk: row for row in queryset}
        results = [rows[key] for key in keys if key in rows]
        if self._score_field:
            scores = self._scored()
            for row in results:
                setattr(row, self._score_field, scores[row.pk])
        return results

    def _do_count(self) -> int:
        try:
            return len(self._ordered()[self.start : self.stop])
        except IndexUnavailableError as error:
            count: int = self._fallback(error).count()
            return count

    def _is_sliced(self) -> bool:
        return bool(self.start) or self.stop is not None

    def _fallback(self, error: IndexUnavailableError) -> BaseSearchResults:
        """Return the same search by the plain database backend."""
        compiler = self.query_compiler
        log.warning("Search of %s answers from the database: %s.", compiler.queryset.model._meta.label, error)
        # Late: the backend also serves projects without our models, such as the suites of Wagtail itself.
        from portal.search.sources import changes

        changes.ask_for_cms_rebuild()
        plain = DatabaseSearchBackend({})
        kind = (
            plain.autocomplete_query_compiler_class
            if compiler.KIND == fields.AUTOCOMPLETE
            else plain.query_compiler_class
        )
        results = plain._search(
            kind,
            compiler.query,
            compiler.queryset,
            fields=compiler.fields,
            order_by_relevance=compiler.order_by_relevance,
        )
        return results[self.start : self.stop] if self._is_sliced() else results

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """Return the values of a filter field with counts, the most frequent first.

        Raises:
            FilterFieldError: the model declares no such filter field.
        """
        compiler = self.query_compiler
        if compiler._get_filterable_field(field_name) is None:
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". Please add '
                f"index.FilterField('{field_name}') to {compiler.queryset.model.__name__}.search_fields.",
                field_name=field_name,
            )
        try:
            keys = self._ordered()
        except IndexUnavailableError as error:
            keys = [row.pk for row in self._fallback(error)]
        rows = compiler.queryset.model._default_manager.filter(pk__in=keys).order_by()
        counted = rows.values(field_name).annotate(count=Count("pk")).order_by("-count")
        return OrderedDict((row[field_name], row["count"]) for row in counted)


class WhooshSearchBackend(BaseSearchBackend):
    """See the module. Options: PATH, the folder of the indexes (by default KLANG["INDEX_DIR"]/models)."""

    query_compiler_class = WhooshSearchQueryCompiler
    autocomplete_query_compiler_class = WhooshAutocompleteQueryCompiler
    index_class = WhooshModelIndex
    results_class = WhooshSearchResults
    rebuilder_class = WhooshRebuilder
    catch_indexing_errors = True

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._path = params.get("PATH")

    @property
    def path(self) -> Path:
        """Folder of all indexes of this backend."""
        return Path(self._path) if self._path else Path(settings.KLANG["INDEX_DIR"]) / "models"

    def get_index_for_model(self, model: type[Model]) -> WhooshModelIndex:
        """Return the index of a model's family."""
        return WhooshModelIndex(self, get_model_root(model))


SearchBackend = WhooshSearchBackend
