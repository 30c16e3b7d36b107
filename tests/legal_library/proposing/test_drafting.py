"""Drafts of what was read: complete, pointing to each other, never a second record of one letter (issue 11, 4 and 6)."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from legal_library.models import DocumentPage, LetterReading, LibraryIndexPage
from legal_library.proposing import running
from legal_library.proposing.drafting import AlreadyThereError, draft, draft_all, suggested
from legal_library.proposing.proposals import known
from legal_library.reading.letters.found import reading_from
from legal_library.tasks import forget_old_readings
from legal_library.vocabulary import DocumentKind, Holding, RelationKind
from portal.files.storage import private_storage
from tests.legal_library.factories import AgencyFactory, LetterFactory
from tests.legal_library.reading.bundle import as_pdf, source_text
from tests.legal_library.reading.test_letter_pages import locked, picture, scan

LETTER = (
    "ด่วนที่สุด\nที่ กบ ๐๐๒๓.๓/ว ๓๓๓๒\nศาลากลางจังหวัดกระบี่\n๑๖ กันยายน ๒๕๕๖\nเรื่อง ช่วยเหลือผู้ประสบภัย\nเรียน นายอำเภอ\n"
    "อ้างถึง หนังสือกรม ที่ มท ๐๘๙๑.๓/ว ๑๙๑๘ ลงวันที่ ๒ กันยายน ๒๕๕๖\n\nด้วย ก\n\nขอแสดงความนับถือ\n(นายก ข)\nรองผู้ว่า"
)


@pytest.fixture
def user(db: None) -> Any:
    return get_user_model().objects.create_superuser("chief", password="x-long-password-x")


@pytest.fixture(autouse=True)
def _at_once(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def hand_in(user: Any, capture: Any, *files: tuple[str, bytes]) -> list[LetterReading]:
    with capture(execute=True):
        rows = running.start(
            uploads=[SimpleUploadedFile(name, content) for name, content in files], user=user
        )
    return list(LetterReading.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk"))


def newest(page: DocumentPage) -> DocumentPage:
    return DocumentPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def test_the_source_becomes_four_drafts_that_point_to_each_other(
    library: LibraryIndexPage, user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    krabi, dla = AgencyFactory(name="จังหวัดกระบี่"), AgencyFactory(name="กรมส่งเสริมการปกครองท้องถิ่น")
    ghost = LetterFactory(
        parent=library,
        reference_as_written="มท 0891.3/ว 1550",
        signed_on=dt.date(2013, 7, 2),
        holding=Holding.MISSING,
        title="หนังสือก่อนหน้า",
    )
    (row,) = hand_in(user, django_capture_on_commit_callbacks, ("004.txt", source_text().encode()))
    drafts = [newest(page) for page in draft_all(row=row, user=user)]
    province, department, agreement, guideline = drafts
    assert [page.kind for page in drafts] == ["circular", "circular", "mou", "guideline"]
    assert [page.agency for page in drafts] == [krabi, dla, None, None]
    assert not any(page.live for page in drafts)
    assert province.reference == "กบ 0023.3/ว 3332" and province.signed_on == dt.date(2013, 9, 16)
    assert province.urgency == "most_urgent" and province.acting_for == "ผู้ว่าราชการจังหวัดกระบี่"
    assert (agreement.signed_on, agreement.effective_on) == (dt.date(2013, 4, 9), dt.date(2013, 4, 9))
    words = "".join(
        "".join(f"{row.heading}{row.text}".split()) for page in drafts for row in page.passages.all()
    )
    assert words == "".join(source_text().split())
    assert [row.document for row in province.enclosures.all()] == [DocumentPage.objects.get(pk=department.pk)]
    assert [row.document_id for row in department.enclosures.all()] == [
        *(agreement.pk, None, guideline.pk, None, None, None),
    ]
    assert [(row.kind, row.target_id) for row in province.relations.all()] == [
        (RelationKind.CITES, None),
        (RelationKind.RELAYS, department.pk),
    ]
    assert [row.target_id for row in department.relations.all()] == [ghost.pk]
    notes = [row.text for row in province.notes.all() if row.kind == "contradiction"]
    assert any("2 กันยายน 2556" in text and "9 กันยายน 2556" in text for text in notes)
    assert draft_all(row=row, user=user) == []


def test_a_record_that_is_only_cited_is_filled_and_not_doubled(
    library: LibraryIndexPage, user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    ghost = LetterFactory(
        parent=library,
        reference_as_written="กบ 0023.3/ว 3332",
        signed_on=dt.date(2013, 9, 15),
        holding=Holding.MISSING,
        summary="ที่เรารู้",
    )
    (row,) = hand_in(user, django_capture_on_commit_callbacks, ("a.txt", LETTER.encode()))
    (page,) = draft_all(row=row, user=user)
    assert page.pk == ghost.pk and DocumentPage.objects.count() == 1
    filled = newest(page)
    assert (filled.signatory, filled.holding, filled.summary) == ("นายก ข", Holding.FULL, "ที่เรารู้")
    # What readers see stays until somebody publishes it.
    assert DocumentPage.objects.get(pk=ghost.pk).holding == Holding.MISSING


def test_a_letter_that_the_library_holds_is_a_conflict_and_no_second_record(
    library: LibraryIndexPage, user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """library.md, idea 3: identity is number and year; a differing day is a task for the editor."""
    held = LetterFactory(
        parent=library, reference_as_written="กบ 0023.3/ว 3332", signed_on=dt.date(2013, 9, 6)
    )
    (row,) = hand_in(user, django_capture_on_commit_callbacks, ("a.txt", LETTER.encode()))
    (piece,) = reading_from(row.found).pieces
    with pytest.raises(AlreadyThereError) as refused:
        draft(row=row, number=0, values=suggested(piece), user=user)
    assert refused.value.page == held
    there = known(kind="circular", title="ช่วย", reference="กบ 0023.3/ว 3332", signed_on=dt.date(2013, 9, 16))
    assert there is not None and there.other_day == dt.date(2013, 9, 6)
    other_year = known(
        kind="circular", title="ช่วย", reference="กบ 0023.3/ว 3332", signed_on=dt.date(2014, 9, 16)
    )
    assert other_year is None


def test_each_file_fails_alone(
    library: LibraryIndexPage, user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    rows = hand_in(
        user,
        django_capture_on_commit_callbacks,
        ("broken.pdf", b"%PDF-1.7 broken"),
        ("locked.pdf", locked()),
        ("page.pdf", b"<!DOCTYPE html><p>x</p>"),
        ("good.pdf", as_pdf(LETTER)),
    )
    assert [row.state for row in rows] == ["failed", "failed", "failed", "read"]
    assert all(row.problem for row in rows[:3])
    assert [leaf.number for leaf in rows[3].leaves.all()] == [1]


@pytest.mark.parametrize("word", ["ลับมาก", "ลับที่สุด"])
def test_what_must_not_be_kept_is_refused_and_its_file_deleted(
    library: LibraryIndexPage, user: Any, django_capture_on_commit_callbacks: Any, word: str
) -> None:
    (row,) = hand_in(user, django_capture_on_commit_callbacks, ("a.txt", f"{word}\n{LETTER}".encode()))
    assert (row.state, row.found, row.file.name) == ("refused", {}, "")
    assert "ห้ามเก็บ" in row.problem


def test_a_scan_becomes_a_draft_that_says_a_machine_read_it_with_a_file_to_take_home(
    library: LibraryIndexPage, user: Any, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    settings.KLANG = {**settings.KLANG, "OCR": "printf 'ที่ กบ ๐๐๒๓.๓/ว ๓๓๓๒\\nเรื่อง ช่วยเหลือ\\nเรียน ข\\nด้วย ค'"}
    for name, content in (("scan.pdf", scan()), ("photo.png", picture())):
        (row,) = hand_in(user, django_capture_on_commit_callbacks, (name, content))
        (piece,) = reading_from(row.found).pieces
        values = suggested(piece) | {"reference_as_written": f"กบ 0023.3/ว {row.pk}"}
        page = newest(draft(row=row, number=0, values=values, user=user))
        assert page.text_is_machine_read and page.reference == f"กบ 0023.3/ว {row.pk}"
        (file,) = page.files.all()
        assert file.file.file_extension == "pdf"


def test_files_of_readings_are_deleted_when_they_are_old(
    library: LibraryIndexPage, user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    (row,) = hand_in(user, django_capture_on_commit_callbacks, ("a.pdf", as_pdf(LETTER)))
    names = [row.file.name, *(leaf.picture.name for leaf in row.leaves.all())]
    assert all(private_storage().exists(name) for name in names)
    LetterReading.objects.update(started_at=timezone.now() - running.KEPT - timedelta(days=1))
    # It comes round by itself: where nobody hands in another letter the promise holds as well.
    assert "legal_library.tasks.forget_old_readings" in settings.KLANG["PERIODIC"]
    forget_old_readings.enqueue()
    assert not any(private_storage().exists(name) for name in names)
    row.refresh_from_db()
    assert row.found and not row.file


def test_kinds_follow_number_and_heading(
    library: LibraryIndexPage, user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    texts = {
        LETTER.replace("/ว ๓๓๓๒", "/๓๓๓๒"): DocumentKind.DIRECTIVE_LETTER,
        "คู่มือการช่วยเหลือ\n\nก": DocumentKind.MANUAL,
        "แบบรายงานผล\n\nก": DocumentKind.FORM,
        "คำสั่งจังหวัดกระบี่\n\nก": DocumentKind.ORDER,
    }
    rows = hand_in(
        user,
        django_capture_on_commit_callbacks,
        *((f"{n}.txt", text.encode()) for n, text in enumerate(texts)),
    )
    kinds = [suggested(reading_from(row.found).pieces[0])["kind"] for row in rows]
    assert kinds == list(texts.values())
