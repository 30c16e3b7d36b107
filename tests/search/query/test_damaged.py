"""Damaged queries: the skeleton of titles and first words finds what no word finds; guesses are owned up to."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from portal.search.engine import analysis
from portal.search.engine.embedded import EmbeddedEngine
from portal.search.engine.protocol import Entry
from portal.search.query.pipeline import IndexKnowledge, ask, guess, prepare
from portal.search.query.understand import understand
from portal.search.sources import site_index
from tests.search.factories import Shelf, document

LAWS = [
    "พระราชบัญญัติแร่ พ.ศ. 2560",
    "พระราชบัญญัติสหกรณ์ พ.ศ. 2542",
    "พระราชบัญญัติการเคหะแห่งชาติ พ.ศ. 2537",
    "พระราชบัญญัติสภาพัฒนาการเมือง พ.ศ. 2551",
    "พระราชบัญญัติระเบียบบริหารราชการศาลยุติธรรม พ.ศ. 2543",
    "พระราชบัญญัติสุขภาพแห่งชาติ พ.ศ. 2550",
    "พระราชบัญญัติห้ามเรียกดอกเบี้ยเกินอัตรา พ.ศ. 2560",
    "พระราชบัญญัติราชทัณฑ์ พ.ศ. 2560",
    "ประมวลกฎหมายแพ่งและพาณิชย์",
    "ระเบียบว่าด้วยค่าใช้จ่ายเพื่อช่วยเหลือประชาชน พ.ศ. 2560",
]
FILLER = "ให้ผู้มีอำนาจหน้าที่รักษาการตามกฎหมายนี้ และให้มีอำนาจแต่งตั้งพนักงานเจ้าหน้าที่กับออกกฎเกณฑ์ที่จำเป็น "


@pytest.fixture(scope="module", params=[True, False], ids=["with titles", "body alone"])
def laws(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> EmbeddedEngine:
    engine = EmbeddedEngine(tmp_path_factory.mktemp("laws"))
    engine.index(
        (
            Entry(
                number,
                analysis.fold(title) if request.param else "",
                [analysis.fold(title), analysis.fold(FILLER * 12)],
            )
            for number, title in enumerate(LAWS)
        ),
        anew=True,
    )
    return engine.now()


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("พระราชบันญญัติแร พ.ศ. 2560", 0),
        ("พระราชรัญญัตินหกรณ์ พ.ศ. 2542", 1),
        ("พระราชบัญญัตกิารนคหะแห่งชาติ พ.ศ. 2537", 2),
        ("พระราชบัญญัติสภาพัฒนาการเมเง พ.ศ. 2551", 3),
        ("พระราชบัญญัติระเบียบบริหารราชกาศราลยุติธรลม พ.ศ. 2543", 4),
        ("พระราชบัญญัติสุขภพาแหงชาติ พ.ศ. 2550", 5),
        ("พระราชบัญญัติห้ามเรียกกดอกเบี้ยนเกินอัตรา พ.ศ. 2560", 6),
        ("พระราชบัยญัติรอชทัณฑ์ พ.ศ. 2560", 7),
        ("ประมวลกฏหมายแพง่และพานิชย์", 8),
        ("ระเบียบว่าดวยคาใช้จายเพือชวยเหลือประชาชน", 9),
    ],
)
def test_two_errors_still_find_the_law(laws: EmbeddedEngine, typed: str, right: int) -> None:
    assert ask(typed, laws).hits[0].key == right


def test_a_clean_query_does_not_pay_for_the_skeleton(laws: EmbeddedEngine) -> None:
    for title in LAWS:
        assert prepare(title, laws, IndexKnowledge(laws)).plan.query.skeleton == ()


def test_a_reference_number_is_never_taken_for_damage(laws: EmbeddedEngine) -> None:
    assert prepare("มท 0808.2/ว 9999", laws, IndexKnowledge(laws)).plan.query.skeleton == ()


def test_the_skeleton_raises_only_what_looks_like_most_of_the_query(laws: EmbeddedEngine) -> None:
    typed = "พระราชบัญญัติสภาพฒันาการเมเง"
    query = prepare(typed, laws, IndexKnowledge(laws)).plan.query
    assert query.skeleton
    scores, whole = laws.state.skeleton_scores(query.skeleton)
    shares = {
        int(key): float(score) / whole
        for key, score in zip(laws.state.segments[0].columns.keys, scores[0], strict=True)
    }
    assert max(shares, key=lambda key: shares[key]) == 3
    assert shares[3] > 0.5
    assert all(share < 0.5 for key, share in shares.items() if key != 3)


def test_skeleton_scores_add_over_segments(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    pieces = analysis.skeleton_pieces(analysis.fold(LAWS[1]))
    entries = [Entry(number, analysis.fold(title), []) for number, title in enumerate(LAWS)]
    engine.index(entries, anew=True)
    together, whole = engine.state.skeleton_scores(pieces)
    engine.index(entries[:5], anew=True)
    engine.index(entries[5:])
    snapshot = engine.state
    assert len(snapshot.segments) > 1
    apart, same = snapshot.skeleton_scores(pieces)
    assert same == pytest.approx(whole)
    assert [round(float(s), 3) for part in apart for s in part] == [round(float(s), 3) for s in together[0]]


@pytest.mark.parametrize(
    ("one", "other"),
    [("ผู้สูงอายุ", "ผูสูงอายุ"), ("น้ำท่วม", "นำทวม"), ("หน้า 40 เล่ม", "หนา 40 เลม"), ("ก ข ค", "กขค")],
)
def test_lost_marks_and_blanks_change_no_piece(one: str, other: str) -> None:
    pieces = [analysis.skeleton_pieces(analysis.fold(text)) for text in (one, other)]
    shared = set(pieces[0]) & set(pieces[1])
    assert len(shared) >= len(set(pieces[0]) | set(pieces[1])) / 2


def test_pieces_of_short_texts() -> None:
    assert analysis.skeleton_pieces("") == []
    assert analysis.skeleton_pieces("กข") == []
    assert analysis.skeleton_pieces("กขค") == ["กขค"]
    assert analysis.skeleton_pieces("กขคกขค") == ["กขค", "ขคก", "คกข"]


@pytest.mark.parametrize("typed", ["หฟกหฟก", "qqzzzx", "ฟฟฟฟฟ", "ฮฮฮฮฮฮฮฮ สสสสสส"])
def test_every_query_of_letters_that_documents_hold_is_answered(laws: EmbeddedEngine, typed: str) -> None:
    prepared = prepare(typed, laws, IndexKnowledge(laws))
    answer = laws.search(prepared.plan.query, floor=prepared.plan.floor)
    assert bool(answer.hits) == bool(prepared.plan.guesses)
    for word in prepared.plan.guesses:
        assert word in laws.words
    if typed.startswith("ห"):
        assert answer.hits


def test_nothing_is_guessed_as_long_as_one_word_is_known(laws: EmbeddedEngine) -> None:
    assert prepare("แร่ฟฟฟฟฟ", laws, IndexKnowledge(laws)).plan.guesses == ()


def test_a_word_that_is_spelled_right_has_no_guess(laws: EmbeddedEngine) -> None:
    assert "ปลาทู" not in laws.words
    assert prepare("ปลาทู", laws, IndexKnowledge(laws)).plan.guesses == ()


def test_words_of_withdrawn_documents_are_not_guessed(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    engine.index([Entry(1, "", ["มังคุดทอง"]), Entry(2, "", ["ตลาดนัด"])], anew=True)
    engine = engine.now()
    analyzed = understand("มงัคุดฟฟ", IndexKnowledge(engine))
    assert any("มังคุด" in word for word in guess(analyzed, engine))
    assert not any("มังคุด" in word for word in guess(analyzed, engine, forbidden=(1,)))


def test_words_alike_share_the_most_pairs(laws: EmbeddedEngine) -> None:
    lexicon = laws.words
    assert lexicon.alike("สหกรณ", limit=1) == ["สหกรณ์"]
    assert lexicon.alike("ก", limit=3) == []
    assert len(lexicon.alike("ราชการ", limit=2)) == 2


def test_words_that_contain_a_part_are_those_that_reading_all_of_them_gives(laws: EmbeddedEngine) -> None:
    lexicon = laws.words
    for part in ("ชาติ", "การ", "ราช", "พ", "2560", "ณฑ", "ไม่มีคำนี้", "\n", ""):
        expected = sorted(word for word in lexicon.words if part and part in word)
        assert sorted(lexicon.containing(part, limit=10_000)) == expected


def test_the_page_says_that_it_shows_the_nearest_words(client: Client, shelf: Shelf) -> None:
    shelf.put(document("คู่มือการขึ้นทะเบียนคนพิการ", "ผู้มีสิทธิยื่นคำขอได้ที่เทศบาล"))
    site_index.refresh()
    page = client.get("/search/", {"q": "คนพิกขรา"}).content.decode()
    assert "คู่มือการขึ้นทะเบียนคนพิการ" in page.replace("<mark>", "").replace("</mark>", "")
    page = client.get("/search/", {"q": "ทธฟฟฟ"}).content.decode()
    assert "ไม่มีเอกสารใดมีคำที่พิมพ์" in page
    page = client.get("/search/", {"q": "เทศบาล"}).content.decode()
    assert "ไม่มีเอกสารใดมีคำที่พิมพ์" not in page


def test_words_that_name_nothing_are_no_answer_beside_words_that_no_document_holds(tmp_path: Path) -> None:
    """Issue 12, 4: what no document holds is said so; half of all documents say "can"."""
    engine = EmbeddedEngine(tmp_path)
    texts = ["ผู้ใดได้รับความเสียหายมีสิทธิ", "ให้จ่ายเงินช่วยเหลือได้", "ที่พักของผู้ประสบภัย"]
    engine.index([Entry(number, "", [text]) for number, text in enumerate(texts, 1)], anew=True)
    engine = engine.now()

    def found(typed: str) -> set[int]:
        prepared = prepare(typed, engine, IndexKnowledge(engine))
        return {hit.key for hit in engine.search(prepared.plan.query, floor=prepared.plan.floor).hits}

    assert found("แมวบินได้") == set()
    assert found("เรือดำน้ำที่ไหนมี") == set()
    assert found("ได้") == {1, 2}, "nothing else was typed"
    assert 2 in found("แมวได้เงินช่วยเหลือ"), "a word that names something is there"


@pytest.mark.parametrize("typed", ["ๆไำพะัี", "ฟห", "กจ"])
def test_of_one_or_two_letters_nothing_is_guessed(laws: EmbeddedEngine, typed: str) -> None:
    assert prepare(typed, laws, IndexKnowledge(laws)).plan.guesses == ()
