"""Records become documents: matched, completed, given their text; nothing of an editor's is overwritten (issue 11, 1)."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DataError

from legal_library.importing.records import record_of
from legal_library.importing.writing import Choices, Result, take_over
from legal_library.models import DocumentPage, LibraryIndexPage
from legal_library.models.storing import rows_of
from legal_library.reading.cutting import cut
from legal_library.vocabulary import DocumentKind, Holding
from tests.legal_library.factories import DocumentFactory, LetterFactory, TopicFactory

TEXT = "มาตรา ๑ เรียกว่า\nมาตรา ๒ ให้ใช้บังคับ"
TITLE = "พระราชบัญญัติผู้สูงอายุ พ.ศ. 2546"


def row(**values: Any) -> Any:
    return record_of("บรรทัด 1", {"title": TITLE, "text": TEXT, **values})


def take(*records: Any, dry_run: bool = False, **choices: Any) -> list[Any]:
    return list(take_over(records, Choices(**choices), dry_run=dry_run))


@pytest.fixture
def act(library: LibraryIndexPage) -> DocumentPage:
    return DocumentFactory(parent=library, title=TITLE, year_be=2546)


def newest(page: DocumentPage) -> DocumentPage:
    return DocumentPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_a_public_act_gets_its_text_with_source_day_and_checksum(act: DocumentPage) -> None:
    (outcome,) = take(row(), publish=True, as_of=date(2021, 6, 30), source_name="กฤษฎีกา")
    act.refresh_from_db()
    assert outcome.result == Result.UPDATED
    assert [passage.anchor for passage in act.passages.all()] == ["m1", "m2"]
    assert (act.text_as_of, act.text_source, act.holding) == (date(2021, 6, 30), "กฤษฎีกา", Holding.FULL)
    assert len(act.text_checksum) == 64
    assert "30 มิ.ย. 2564" in act.changes.get().note


def test_the_page_says_up_to_which_day_the_text_holds(act: DocumentPage, client: Any) -> None:
    take(row(), publish=True, as_of=date(2021, 6, 30), source_name="กฤษฎีกา")
    assert "ข้อความ ณ วันที่ 30 มิ.ย. 2564 จาก กฤษฎีกา" in client.get(act.get_url()).content.decode()


def test_without_publishing_readers_see_nothing_new(act: DocumentPage) -> None:
    take(row())
    act.refresh_from_db()
    assert act.passages.count() == 0
    assert act.has_unpublished_changes
    assert newest(act).passages.count() == 2


def test_the_same_file_a_second_time_changes_nothing(act: DocumentPage) -> None:
    take(row(), publish=True)
    revisions = act.revisions.count()
    assert take(row(), publish=True)[0].result == Result.UNCHANGED
    assert act.revisions.count() == revisions


def test_a_dry_run_tells_the_same_and_keeps_nothing(act: DocumentPage) -> None:
    assert take(row(), record_of("2", {"title": "ระเบียบใหม่"}), dry_run=True)[1].result == Result.CREATED
    act.refresh_from_db()
    assert act.passages.count() == 0
    assert DocumentPage.objects.count() == 1


def test_another_spelling_of_the_name_is_the_same_law(act: DocumentPage) -> None:
    assert take(row(title="พ.ร.บ. ผู้สูงอายุ พุทธศักราช ๒๕๔๖"), publish=True)[0].document == act.pk


def test_a_letter_is_known_by_number_and_year_though_its_date_is_told_differently(
    library: LibraryIndexPage,
) -> None:
    letter = LetterFactory(
        parent=library, reference_as_written="มท ๐๘๙๑.๓/ว ๑๙๑๘", signed_on=date(2013, 9, 9)
    )
    letter.save()
    record = record_of("1", {"title": "หนังสือเวียน อื่น", "number": "มท 0891.3 / ว1918", "date": "2 ก.ย. 2556"})
    (outcome,) = take(record)
    letter.refresh_from_db()
    assert outcome.document == letter.pk
    assert any("ลงวันที่" in remark for remark in outcome.remarks)
    assert letter.signed_on == date(2013, 9, 9)


def test_a_text_that_an_editor_put_in_stays_unless_it_is_to_be_replaced(act: DocumentPage) -> None:
    act.passages = rows_of(act, cut("มาตรา ๑ ของบรรณาธิการ"))
    act.save()
    assert "คงไว้" in take(row(), publish=True)[0].remarks[0]
    act.refresh_from_db()
    assert act.passages.get().text == "มาตรา ๑ ของบรรณาธิการ"
    take(row(), publish=True, replace=True)
    assert DocumentPage.objects.get(pk=act.pk).passages.count() == 2


def test_an_older_text_does_not_replace_a_newer_one(act: DocumentPage) -> None:
    take(row(as_of="30/6/2564"), publish=True)
    assert "ใหม่กว่า" in take(row(as_of="1/1/2560", text="มาตรา ๑ เก่า"), publish=True)[0].remarks[0]
    take(row(as_of="1/1/2566", text="มาตรา ๑ ใหม่"), publish=True)
    assert DocumentPage.objects.get(pk=act.pk).passages.get().text == "มาตรา ๑ ใหม่"


def test_links_to_sections_still_lead_there_after_a_newer_text(act: DocumentPage) -> None:
    take(row(), publish=True)
    before = {passage.anchor: passage.pk for passage in act.passages.all()}
    take(row(text=f"{TEXT}\nมาตรา ๓ ใหม่"), publish=True, as_of=date(2023, 1, 1))
    after = {passage.anchor: passage.pk for passage in DocumentPage.objects.get(pk=act.pk).passages.all()}
    assert before.items() <= after.items()


def test_a_draft_that_waits_is_not_overwritten(act: DocumentPage) -> None:
    act.title = "ชื่อที่กำลังแก้"
    act.save_revision()
    (outcome,) = take(row(title=TITLE), publish=True)
    assert outcome.result == Result.SKIPPED
    assert newest(act).title == "ชื่อที่กำลังแก้"


def test_filled_fields_stay_and_empty_ones_are_filled(act: DocumentPage) -> None:
    act.gazette_volume = "120"
    act.save()
    (outcome,) = take(row(เล่ม="121", ตอน="130 ก"), publish=True)
    act.refresh_from_db()
    assert (act.gazette_volume, act.gazette_part) == ("120", "130 ก")
    assert any("เล่ม" in remark for remark in outcome.remarks)


def test_a_new_document_is_a_draft_and_says_what_it_lacks(library: LibraryIndexPage) -> None:
    TopicFactory(name="สุขภาพ")
    record = record_of("1", {"title": "หนังสือเวียน เรื่องหนึ่ง", "topics": "สุขภาพ; ไม่รู้จัก"})
    (outcome,) = take(record, publish=True)
    page = DocumentPage.objects.get()
    assert not page.live
    assert page.kind == DocumentKind.CIRCULAR
    assert [topic.name for topic in page.topics.all()] == ["สุขภาพ"]
    assert "ยังขาด" in outcome.remarks[-1]


def test_a_new_statute_with_its_text_is_published_though_its_source_names_no_agency(
    library: LibraryIndexPage, client: Any
) -> None:
    take(row(), publish=True)
    page = DocumentPage.objects.get()
    assert page.live and page.agency_unnamed
    assert "ต้นฉบับไม่ได้ระบุ" in client.get(page.get_url()).content.decode()


def test_of_two_texts_of_one_law_the_consolidated_one_counts(act: DocumentPage) -> None:
    first, second = row(text="มาตรา ๑ เดิม"), row(title=f"{TITLE} (ฉบับ Update ล่าสุด)", text="มาตรา ๑ รวม")
    assert [outcome.result for outcome in take(first, second, publish=True)] == [
        Result.SKIPPED,
        Result.UPDATED,
    ]
    assert DocumentPage.objects.get(pk=act.pk).passages.get().text == "มาตรา ๑ รวม"


def test_two_records_of_the_library_that_look_the_same_are_not_guessed_between(
    act: DocumentPage, library: LibraryIndexPage
) -> None:
    DocumentFactory(parent=library, title=TITLE, year_be=2546)
    assert take(row(), publish=True)[0].result == Result.ERROR


def test_what_an_import_did_stays_when_it_is_stopped_and_goes_on_from_there(
    act: DocumentPage, library: LibraryIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("legal_library.importing.writing.AT_ONCE", 1)
    records = [row(), record_of("2", {"title": "ระเบียบ ข", "text": "ข้อ ๑ ก"})]
    next(take_over(records, Choices(publish=True)))
    assert [outcome.result for outcome in take(*records, publish=True)] == [Result.UNCHANGED, Result.CREATED]


def test_the_command_reports_errors_in_a_file(
    act: DocumentPage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, errors = tmp_path / "laws.jsonl", tmp_path / "errors.csv"
    file.write_text(
        "\n".join(json.dumps(line) for line in ({"title": TITLE, "text": TEXT}, {"title": ""})),
        encoding="utf-8",
    )
    call_command("import_library", file, "--publish", "--as-of", "30/6/2564", "--errors", errors, "--dry-run")
    assert act.passages.count() == 0
    call_command("import_library", file, "--publish", "--as-of", "30/6/2564", "--errors", errors)
    assert DocumentPage.objects.get(pk=act.pk).passages.count() == 2
    lines = list(csv.DictReader(errors.read_text(encoding="utf-8-sig").splitlines()))
    assert [(line["result"], line["place"]) for line in lines] == [("error", "บรรทัด 2")]
    assert "ปรับปรุง 1" in capsys.readouterr().out


def test_the_command_needs_a_library(db: None, tmp_path: Path) -> None:
    file = tmp_path / "laws.jsonl"
    file.write_text('{"title": "ระเบียบ ก"}', encoding="utf-8")
    with pytest.raises(CommandError, match="คลังกฎหมาย"):
        call_command("import_library", file)


BAD = [
    ({"ลิงก์": "www.krisdika.go.th/x"}, "ที่อยู่เว็บของแหล่งที่มา"),
    ({"หน้า": "12345678901"}, "หน้า"),
    ({"ตอน": "พิเศษ " * 10}, "ตอน"),
    ({"เลขที่": "มท ๐๘๙๑.๓/ว ๑ " + "ก" * 120}, "เลขที่หนังสือตามต้นฉบับ"),
]


@pytest.mark.parametrize(("cells", "field"), BAD)
@pytest.mark.parametrize("dry_run", [True, False])
def test_one_bad_cell_is_told_on_its_line_and_stops_no_other_record(
    library: LibraryIndexPage, cells: dict[str, str], field: str, dry_run: bool
) -> None:
    wrong = record_of("2", {"title": "ประกาศ ข", **cells})
    others = [record_of(place, {"title": title}) for place, title in (("1", "ประกาศ ก"), ("3", "ประกาศ ค"))]
    outcomes = take(others[0], wrong, others[1], dry_run=dry_run)
    assert [outcome.result for outcome in outcomes] == [Result.CREATED, Result.ERROR, Result.CREATED]
    assert any(remark.startswith(f"{field}: ") for remark in outcomes[1].remarks)
    kept = [] if dry_run else ["ประกาศ ก", "ประกาศ ค"]
    assert list(DocumentPage.objects.order_by("title").values_list("title", flat=True)) == kept


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize(("cells", "field"), BAD[:3])
def test_a_bad_cell_for_a_document_that_is_there_changes_nothing_of_it(
    library: LibraryIndexPage, cells: dict[str, str], field: str, live: bool
) -> None:
    page = DocumentFactory(parent=library, title=TITLE, year_be=2546, live=live)
    (outcome,) = take(row(**cells), publish=True)
    assert outcome.result == Result.ERROR
    assert any(remark.startswith(f"{field}: ") for remark in outcome.remarks)
    page.refresh_from_db()
    assert page.passages.count() == 0 and page.latest_revision is None


def test_what_only_the_database_refuses_is_told_too(
    library: LibraryIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise DataError("value too long")

    monkeypatch.setattr(LibraryIndexPage, "add_child", refuse)
    (outcome,) = take(record_of("1", {"title": "ประกาศ ก"}))
    assert outcome.result == Result.ERROR and "ฐานข้อมูล" in outcome.remarks[0]


@pytest.mark.parametrize("word", ["ลับ", "ลับมาก", "ลับที่สุด"])
def test_a_text_with_a_stamp_of_secrecy_is_not_imported(library: LibraryIndexPage, word: str) -> None:
    (outcome,) = take(
        record_of("1", {"title": "ประกาศ ก", "text": f"{word}\nประกาศ ก\nข้อ ๑ ข"}), publish=True
    )
    assert outcome.result == Result.ERROR and "ชั้นความลับ" in outcome.remarks[0]
    assert not DocumentPage.objects.exists()
