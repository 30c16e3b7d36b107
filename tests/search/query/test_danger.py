"""Who is in danger is seen, who is not is left alone (issue 12, points 3 and 4). The wide sets: `bin/bench problems`."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.problems.judging import read_harmless, read_problems
from benchmarks.problems.options import HERE
from portal.search.query import danger
from portal.search.query.danger import MOST_READ, DangerKind, danger_in

SEEN = [
    ("โดนผัวตี", DangerKind.VIOLENCE),
    ("โดน ผัว ตี", DangerKind.VIOLENCE),
    ("แฟนเก่าขู่จะฆ่า", DangerKind.VIOLENCE),
    ("สามีเอามีดไล่แทง", DangerKind.VIOLENCE),
    ("my husband beats me", DangerKind.VIOLENCE),
    ("ครูตีเด็กจนหลังลาย", DangerKind.CHILD),
    ("หลานโดนพ่อเลี้ยงลูบคลำ", DangerKind.CHILD),
    ("อยากตาย", DangerKind.DESPAIR),
    ("ไม่อยากอยู่แล้ว", DangerKind.DESPAIR),
    ("กินยาฆ่าแมลง", DangerKind.DESPAIR),
    ("i want to die", DangerKind.DESPAIR),
    ("ท้องไม่พร้อมทำไง", DangerKind.PREGNANCY),
    ("อายุ 15 ท้องกับแฟน", DangerKind.PREGNANCY),
    ("ทำแท้งถูกกฎหมายที่ไหน", DangerKind.PREGNANCY),
    ("โดนหลอกไปทำงานที่เขมร", DangerKind.TRAFFICKING),
    ("นายจ้างยึดหนังสือเดินทาง", DangerKind.TRAFFICKING),
    ("they took my passport", DangerKind.TRAFFICKING),
    ("🆘 ช่วยด้วย", DangerKind.RESCUE),
    ("คนบ้าอาละวาด", DangerKind.RESCUE),
]

CALM = [
    "",
    "น้ำท่วมบ้าน",
    "ยาฆ่าแมลง",
    "น้ำยาฆ่าเชื้อ",
    "โรงฆ่าสัตว์",
    "ตายายเลี้ยงหลาน",
    "ประกันชีวิต",
    "มาตรา 309 ข่มขืนใจผู้อื่น",
    "พระราชบัญญัติคุ้มครองผู้ถูกกระทำด้วยความรุนแรงในครอบครัว พ.ศ. 2550",
    "ตีความระเบียบ",
    "ตีราคาที่ดิน",
    "ลูกตีแบดมินตัน",
    "ซ้อมดับเพลิง",
    "เตะฟุตบอล",
    "ท้องถิ่น",
    "ปวดท้องกินยาอะไร",
    "ฝากครรภ์ที่ รพ.สต.",
    "บังคับใช้กฎหมาย",
    "ถูกหักภาษี ณ ที่จ่าย",
    "โครงการป้องกันเด็กจมน้ำ",
    "สัปดาห์ป้องกันการฆ่าตัวตาย",
    "ไม่อยากอยู่บ้านเช่า",
    "ช่วยดูเอกสารให้ด้วยครับ",
    "killer whale",
    "suicide prevention act",
]


@pytest.mark.parametrize(("typed", "kind"), SEEN)
def test_danger_is_seen_in_thai_as_it_is_spoken_and_in_english(typed: str, kind: DangerKind) -> None:
    found = danger_in(typed)
    assert found is not None
    assert found.kind == kind
    assert found.official


@pytest.mark.parametrize("typed", CALM)
def test_words_that_hold_a_word_of_danger_ring_no_bell(typed: str) -> None:
    assert danger_in(typed) is None


@pytest.mark.parametrize(
    "typed", ["โดนสามีทำร้าย ใช้มาตราอะไร", "หนูโดนข่มขืน อยากรู้มาตรา 276", "โดนครูตี โครงการช่วยไหม"]
)
def test_who_suffers_is_seen_even_beside_a_law_or_a_campaign(typed: str) -> None:
    assert danger_in(typed) is not None


@pytest.mark.parametrize("typed", ["มาตรา 276 ข่มขืนกระทำชำเรา", "อบรมป้องกันการข่มขืน", "สถิติการทำร้ายเด็ก"])
def test_who_reads_about_it_is_not_in_danger(typed: str) -> None:
    assert danger_in(typed) is None


def test_of_the_wide_set_nearly_all_is_seen_and_nobody_is_alarmed() -> None:
    problems = [problem for problem in read_problems(HERE / "problems.tsv") if problem.is_danger]
    unseen = [problem.query for problem in problems if danger_in(problem.query) is None]
    assert len(problems) >= 90
    assert len(unseen) <= 0.05 * len(problems), unseen
    calm = read_harmless(HERE / "harmless.txt")
    assert len(calm) >= 200
    assert [query for query in calm if danger_in(query)] == []


def test_the_two_halves_share_no_query_and_make_the_whole(tmp_path: Path) -> None:
    whole, tuned, kept = (read_problems(HERE / "problems.tsv", half) for half in ("all", "tuned", "kept"))
    assert len(whole) >= 200
    assert {row.query for row in tuned}.isdisjoint(row.query for row in kept)
    assert sorted(row.query for row in (*tuned, *kept)) == sorted(row.query for row in whole)


@given(st.text(max_size=200))
def test_it_never_raises_whatever_is_typed(typed: str) -> None:
    found = danger_in(typed)
    assert found is None or found.kind in DangerKind


def test_its_work_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    fold = danger.analysis.fold
    monkeypatch.setattr(danger.analysis, "fold", lambda text: (read.append(len(text)), fold(text))[1])
    danger_in("โดนตี" * 100_000)
    danger_in("โดน" * 100_000 + "ตี")
    assert read == [MOST_READ, MOST_READ]
