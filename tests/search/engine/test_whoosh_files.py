"""What is relied on of Whoosh's inside is there, in the version that is pinned, and means what we take it to mean."""

from __future__ import annotations

import ast
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3TermInfo
from whoosh.filedb.filestore import RamStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from portal.search.engine import whoosh_files
from portal.search.engine.whoosh_files import (
    BatchWriter,
    LockError,
    SegmentFiles,
    committed,
    create,
    make_schema,
    open_folder,
    read_list,
    read_postings,
)

ROOT = Path(__file__).parents[3]

RELIED_ON = {
    # the table of contents
    "_read_toc": FileIndex,
    # reading a segment
    "_terms": SegmentReader,
    "_perdoc": SegmentReader,
    "_postfile": W3FieldWriter,  # the reader's table of terms has one of the same name
    "_cached_reader": None,
    "_dbfile": None,
    "_basepos": None,
    "_count": None,
    # the record of a term
    "_struct": W3TermInfo,
    # the steps of a commit
    "_merge_segments": SegmentWriter,
    "_flush_segment": SegmentWriter,
    "_close_segment": SegmentWriter,
    "_finalize_segment": SegmentWriter,
    "_setup_doc_offsets": SegmentWriter,
    "_added": SegmentWriter,
    "_tindex": W3FieldWriter,
    "_fieldid": W3FieldWriter,
}
"""Each private name, with the class that has it; the others are met on the way, below."""


class Plain(BatchWriter):
    """Writes words of one field and nothing beside."""

    def __init__(self, index: FileIndex, documents: list[list[str]] | None = None, **options: Any) -> None:
        super().__init__(index, **options)
        self.documents = documents or []
        self.calls: list[str] = []
        for words in self.documents:
            self.end_document({"body": len(words)})

    def kept_segments(self, *, optimize: bool) -> list[Any]:
        self.calls.append("kept")
        return list(self.segments)

    def write_segment(self) -> None:
        self.calls.append("write")
        words = sorted({word for held in self.documents for word in held})
        lists = [
            [(number, held.count(word)) for number, held in enumerate(self.documents) if word in held]
            for word in words
        ]
        flat = np.array([posting for one in lists for posting in one] or np.zeros((0, 2)), np.int64)
        starts = np.cumsum([0, *map(len, lists)])
        lengths = np.array([len(held) for held in self.documents], np.int64)
        self.write_field("body", words, np.arange(len(words)), starts, flat[:, 0], flat[:, 1], lengths)

    def segment_written(self) -> None:
        self.calls.append("written")

    def segment_given_up(self) -> None:
        self.calls.append("given up")


def written(folder: Path, documents: list[list[str]]) -> FileIndex:
    """Return an index that our writer made of documents."""
    folder.mkdir(parents=True)
    Plain(create(folder, make_schema(["body"])), documents).commit()
    return open_folder(folder)


def stock(folder: Path, documents: list[list[str]]) -> FileIndex:
    """Return an index that Whoosh's own writer made of the same documents."""
    folder.mkdir(parents=True)
    writer = create(folder, make_schema(["body"])).writer()
    for words in documents:
        writer.add_document(body=words)
    writer.commit()
    return open_folder(folder)


def test_the_version_is_the_one_this_was_written_for_and_that_is_pinned() -> None:
    assert version("whoosh-reloaded") == whoosh_files.VERSION
    for name in ("requirements.in", "requirements.txt"):
        pinned = re.search(
            r"^whoosh-reloaded==([\d.]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE
        )
        assert pinned is not None
        assert pinned[1] == whoosh_files.VERSION


def test_every_private_name_that_is_used_is_listed_here_and_no_other() -> None:
    tree = ast.parse(Path(whoosh_files.__file__).read_text(encoding="utf-8"))
    used = {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr.startswith("_")
    }
    defined = {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("_") and not node.name.startswith("__")
    }
    overridden = defined & set(vars(SegmentWriter))
    assert {name for name in used if not name.startswith("__")} | overridden == set(RELIED_ON)


@pytest.mark.parametrize(
    ("name", "owner"), [(name, owner) for name, owner in RELIED_ON.items() if owner is not None], ids=str
)
def test_each_private_name_is_where_it_is_looked_for(name: str, owner: type) -> None:
    index = FileIndex.create(RamStorage(), make_schema(["body"]), "MAIN")
    writer = index.writer()
    made: dict[type, Any] = {FileIndex: index, SegmentWriter: writer, W3FieldWriter: writer.fieldwriter}
    try:
        if owner is SegmentReader:
            writer.add_document(body=["ก"])
            writer.commit()
            [(reader, _)] = index.reader().leaf_readers()
            made[SegmentReader] = reader
        assert hasattr(made.get(owner, owner), name)
    finally:
        if owner is SegmentReader:
            made[SegmentReader].close()
        else:
            writer.cancel()


def test_the_record_of_a_term_has_the_layout_that_we_pack() -> None:
    assert W3TermInfo._struct.format == "!BfIBBfII"
    assert W3Codec.POSTS_EXT == whoosh_files.POSTINGS


def test_the_steps_of_a_commit_come_in_the_order_we_need(tmp_path: Path) -> None:
    writer = Plain(create(tmp_path, make_schema(["body"])), [["ก"]])
    writer.commit()
    assert writer.calls == ["kept", "write", "written", "given up"]
    empty = Plain(open_folder(tmp_path))
    empty.commit()
    assert empty.calls == ["kept", "given up"], "nothing was added: nothing is written"
    unmerged = Plain(open_folder(tmp_path), [["ข"]])
    unmerged.commit(merge=False)
    assert unmerged.calls == ["write", "written", "given up"]
    cancelled = Plain(open_folder(tmp_path), [["ค"]])
    cancelled.cancel()
    assert cancelled.calls == ["given up"]
    assert open_folder(tmp_path).doc_count() == 2


def test_a_second_segment_within_one_commit(tmp_path: Path) -> None:
    writer = Plain(create(tmp_path, make_schema(["body"])), [["ก"], ["ข"]])
    first = writer.segment_id
    writer.next_segment()
    writer.documents = [["ค"]]
    writer.end_document({"body": 1})
    assert writer.segment_id != first
    writer.commit(merge=False)
    index = open_folder(tmp_path)
    assert [segment.doc_count_all() for segment in committed(index)[1]] == [2, 1]
    reader = index.reader()
    assert sorted(reader.lexicon("body")) == [word.encode() for word in ("ก", "ข", "ค")]
    reader.close()


def test_the_lock_lets_one_writer_in(tmp_path: Path) -> None:
    holder = Plain(create(tmp_path, make_schema(["body"])))
    with pytest.raises(LockError):
        Plain(open_folder(tmp_path))
    holder.cancel()
    Plain(open_folder(tmp_path)).cancel()


def _lists(index: FileIndex) -> dict[str, list[tuple[int, int]]]:
    """Return every posting list of an index of one segment, read by us."""
    schema, [segment] = committed(index)
    files = SegmentFiles(index, schema, segment)
    reader = index.reader()
    [(leaf, _)] = reader.leaf_readers()
    data = leaf._terms._postfile
    found = {}
    for word, record in files.records("body"):
        assert record is not None
        documents, counts = read_list(record, lambda at, size: bytes(data.get(at, size)))
        again = read_postings(leaf, "body", word)
        assert documents.tolist() == again[0].tolist()
        assert counts.tolist() == again[1].tolist()
        found[word] = list(zip(documents.tolist(), counts.tolist(), strict=True))
    assert files.record("body", "ไม่มี") is None
    assert len(read_postings(leaf, "body", "ไม่มี")[0]) == 0
    files.close()
    reader.close()
    return found


def _asked(index: FileIndex) -> dict[str, list[tuple[int, int]]]:
    """Return the same, asked of Whoosh's own matchers."""
    reader = index.reader()
    found = {}
    for word in reader.lexicon("body"):
        matcher, postings = reader.postings("body", word), []
        while matcher.is_active():
            postings.append((matcher.id(), int(matcher.weight())))
            matcher.next()
        found[word.decode()] = postings
    reader.close()
    return found


WORDS = st.sampled_from(["ก", "ขา", "เทศบาล", "2560", "law"])


@settings(max_examples=25)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=8), min_size=1, max_size=12))
def test_whoosh_reads_what_we_write_and_we_read_what_whoosh_writes(
    tmp_path_factory: pytest.TempPathFactory, documents: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("lists")
    ours, theirs = written(folder / "ours", documents), stock(folder / "theirs", documents)
    expected = {
        word: [(number, held.count(word)) for number, held in enumerate(documents) if word in held]
        for word in {word for held in documents for word in held}
    }
    assert _lists(ours) == _asked(ours) == expected
    assert _lists(theirs) == _asked(theirs) == expected


def test_lists_of_many_blocks(tmp_path: Path) -> None:
    documents = [["ก"] * (1 + number % 3) for number in range(3 * whoosh_files.BLOCK_LIMIT + 5)]
    ours = written(tmp_path / "ours", documents)
    assert _lists(ours) == _asked(ours)
    schema, [segment] = committed(ours)
    files = SegmentFiles(ours, schema, segment)
    assert files.lengths("body", len(documents)).tolist() == [len(words) for words in documents]
    assert files.field_length("body") == sum(map(len, documents))
    assert files.lengths("title", 3).tolist() == [0, 0, 0], "a field that no document has"
    files.close()
