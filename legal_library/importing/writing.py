"""Records to documents: made, completed, given their text; nothing that an editor wrote is overwritten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from legal_library.domain import rules
from legal_library.domain.kinds import CONDITIONAL_FIELDS, rule_for
from legal_library.domain.texts import with_anchors
from legal_library.importing.matching import Key, Matcher, record_keys
from legal_library.importing.records import Record
from legal_library.models import Agency, DocumentChange, DocumentPage, LibraryIndexPage, Topic
from legal_library.models.storing import passages_of, rows_of
from legal_library.reading.cutting import cut
from legal_library.reading.files import mended
from legal_library.vocabulary import Holding
from portal.pages.editing.addresses import free_slug
from portal.thai.dates import bangkok_today, format_date
from portal.thai.text import key

_OF_THE_TREE = frozenset(
    field.name for field in DocumentPage._meta.fields if field.model is Page or field.is_relation
)
"""What a page is given when it is put into the tree, and what leads to other rows: no cell fills it by itself."""
AT_ONCE = 25
"""Documents of one transaction: what is done stays done when the import is stopped, and is left alone the next time."""


class Result(TextChoices):
    """What became of a record."""

    CREATED = "created", gettext_lazy("เพิ่ม")
    UPDATED = "updated", gettext_lazy("ปรับปรุง")
    UNCHANGED = "unchanged", gettext_lazy("คงเดิม")
    SKIPPED = "skipped", gettext_lazy("ข้าม")
    ERROR = "error", gettext_lazy("ผิดพลาด")


@dataclass(frozen=True)
class Outcome:
    """One line of the report."""

    place: str
    title: str
    result: Result
    remarks: tuple[str, ...] = ()
    document: int | None = None


@dataclass(frozen=True)
class Choices:
    """How an import is done.

    Attributes:
        publish: new documents and new texts of public ones are published, else they are drafts.
        replace: a text that an editor put in is replaced as well.
        only_known: documents that the library does not have are left out.
        as_of: the day of the texts that name none.
        source_name: where they come from, when they do not say.
        source_url: its address.
        user: who imports; None for the operator's command.
    """

    publish: bool = False
    replace: bool = False
    only_known: bool = False
    as_of: date | None = None
    source_name: str = ""
    source_url: str = ""
    user: Any = None


class _DryRun(Exception):  # noqa: N818
    """Takes back what a batch wrote."""


def take_over(records: Sequence[Record], choices: Choices, *, dry_run: bool = False) -> Iterator[Outcome]:
    """Take records over, some at a time, and tell what became of each.

    Args:
        records: of one import, all of them: of two for one document the consolidated one counts.
        choices: see `Choices`.
        dry_run: do everything and keep nothing.

    Raises:
        LibraryIndexPage.DoesNotExist: there is no library yet.
    """
    index = LibraryIndexPage.objects.get()
    writer = _Writer(index, Matcher(), choices, keeps=not dry_run)
    doubles = _doubles(records)
    for start in range(0, len(records), AT_ONCE):
        outcomes: list[Outcome] = []
        batch = enumerate(records[start : start + AT_ONCE], start)
        try:
            with transaction.atomic():
                outcomes = [writer.take(record, doubles.get(number, "")) for number, record in batch]
                if dry_run:
                    raise _DryRun
        except _DryRun:
            pass
        yield from outcomes


def _doubles(records: Sequence[Record]) -> dict[int, str]:
    """Return where the better record of the same document stands, by the place of the worse one in `records`."""
    same: dict[Key, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        if not record.problems:
            same[record_keys(record)[0]].append(number)
    doubles = {}
    for numbers in same.values():
        best = next((number for number in numbers if records[number].is_consolidated), numbers[0])
        doubles.update({number: records[best].place for number in numbers if number != best})
    return doubles


class _Writer:
    """Writes the documents of one import; knows the names that they share."""

    def __init__(self, index: LibraryIndexPage, matcher: Matcher, choices: Choices, *, keeps: bool) -> None:
        self.index, self.matcher, self.choices, self.keeps = index, matcher, choices, keeps
        self.agencies = {key(row.name): row for row in Agency.objects.all()}
        self.topics = {key(row.name): row for row in Topic.objects.all()}

    def take(self, record: Record, double: str) -> Outcome:
        """Take one record over; what the library refuses of it stops no other one."""

        def told(result: Result, *remarks: str, document: int | None = None) -> Outcome:
            return Outcome(record.place, record.title, result, remarks, document)

        try:
            with transaction.atomic():
                return self._take(record, double, told)
        except ValidationError as error:
            return told(Result.ERROR, *_refusals(error))
        except (DataError, IntegrityError):
            return told(Result.ERROR, _("ฐานข้อมูลไม่รับค่าของเอกสารนี้ ตรวจความยาวและอักขระของทุกช่อง"))

    def _take(self, record: Record, double: str, told: Any) -> Outcome:
        if record.problems:
            return told(Result.ERROR, *record.problems)
        if double:
            return told(Result.SKIPPED, _("เอกสารเดียวกับ%(place)s") % {"place": f" {double}"})
        found = self.matcher.documents(record)
        if len(found) > 1:
            return told(
                Result.ERROR, _("ตรงกับหลายระเบียนในคลัง: %(numbers)s") % {"numbers": ", ".join(map(str, found))}
            )
        if not found and self.choices.only_known:
            return told(Result.SKIPPED, _("คลังไม่มีระเบียนนี้"))
        if not found:
            return self._create(record, told)
        return self._update(DocumentPage.objects.get(pk=found[0]), record, told)

    def _create(self, record: Record, told: Any) -> Outcome:
        page = DocumentPage(
            kind=record.kind, year_be=record.year_be, live=False, has_unpublished_changes=True
        )
        remarks = self._fill(page, record)
        page.agency_unnamed = page.agency is None
        page.derive()
        page.slug = free_slug(page.suggested_slug(), self.index, page)
        self._give_text(page, record)
        # Before anything is stored: the words of a refusal name the field, those of the database do not.
        page.clean_fields(exclude=_OF_THE_TREE)
        page.topics.set([self.topics[key(name)] for name in record.topics if key(name) in self.topics])
        self.index.add_child(instance=page)
        revision = page.save_revision(user=self.choices.user, log_action=True)
        if self.choices.publish:
            wrong = rules.problems(page, publishing=True)
            if wrong:
                names = ", ".join(str(page._meta.get_field(name).verbose_name) for name in sorted(wrong))
                remarks.append(_("เก็บเป็นฉบับร่าง ยังขาด %(names)s") % {"names": names})
            else:
                revision.publish(user=self.choices.user)
        if self.keeps:
            self.matcher.learn(page.pk, record_keys(record))
        return told(Result.CREATED, *remarks, document=page.pk)

    def _update(self, page: DocumentPage, record: Record, told: Any) -> Outcome:
        if page.live and page.has_unpublished_changes:
            return told(Result.SKIPPED, _("มีฉบับร่างที่ยังไม่เผยแพร่ เผยแพร่หรือทิ้งก่อน"), document=page.pk)
        page = page.get_latest_revision_as_object()
        before = _facts(page)
        remarks = self._fill(page, record)
        refused = self._refuses_text(page, record)
        if refused:
            remarks.append(refused)
        elif record.text and page.text_checksum != record.checksum:
            remarks.append(self._give_text(page, record))
        if _facts(page) == before:
            return told(Result.UNCHANGED, *remarks, document=page.pk)
        self._keep(page)
        return told(Result.UPDATED, *remarks, document=page.pk)

    def _keep(self, page: DocumentPage) -> None:
        """Store a document that changed: published when it is public and that was asked for, else as a draft."""
        publish = self.choices.publish and page.live
        if publish:
            page.changes.add(
                DocumentChange(
                    changed_on=bangkok_today(), note=self._note(page), sort_order=page.changes.count()
                )
            )
        page.derive()
        page.full_clean()  # As in `_create`.
        if not page.live:
            page.save(clean=False)
        revision = page.save_revision(user=self.choices.user, log_action=True, changed=True, clean=False)
        if publish:
            revision.publish(user=self.choices.user)

    def _note(self, page: DocumentPage) -> str:
        if not page.text_as_of:
            return _("เพิ่มข้อความเต็มจาก%(source)s") % {
                "source": f" {page.text_source}" if page.text_source else _("แหล่งที่มา")
            }
        return _("เพิ่มข้อความเต็ม ณ วันที่ %(day)s") % {"day": format_date(page.text_as_of)}

    def _fill(self, page: DocumentPage, record: Record) -> list[str]:
        """Fill the empty fields of a document; return what the record says differently."""
        agency = self.agencies.get(key(record.agency)) if record.agency else None
        values = {**record.values, "reference_as_written": record.reference, "agency": agency}
        if not self.choices.source_name:
            values["source_name"] = record.values.get("source_name", "")
        values["source_name"] = values.get("source_name") or self.choices.source_name
        values["source_url"] = values.get("source_url") or self.choices.source_url
        unused = CONDITIONAL_FIELDS - rule_for(page.kind).uses
        remarks = []
        for name, value in values.items():
            has = getattr(page, name)
            if not value or name in unused:
                continue
            if not has:
                setattr(page, name, value)
            elif has != value and name not in ("title", "title_en", "summary", "source_name", "source_url"):
                label = page._meta.get_field(name).verbose_name
                remarks.append(_("%(field)s ในคลังต่างจากไฟล์ คงของคลังไว้") % {"field": label})
        if record.agency and agency is None:
            remarks.append(_("ไม่รู้จักหน่วยงาน %(name)s") % {"name": record.agency[:80]})
        return remarks

    def _refuses_text(self, page: DocumentPage, record: Record) -> str:
        """Say why the text of a document stays as it is; "" when it may be given the record's."""
        if (
            not record.text
            or page.text_checksum == record.checksum
            or not page.passages.exists()
            and not page.passages.all()
        ):
            return ""
        if not page.text_checksum and not self.choices.replace:
            return _("มีข้อความที่บรรณาธิการใส่ไว้แล้ว คงไว้")
        as_of = record.text_as_of or self.choices.as_of
        if page.text_as_of and (not as_of or as_of < page.text_as_of):
            return _("ข้อความในคลังใหม่กว่า คงไว้")
        return ""

    def _give_text(self, page: DocumentPage, record: Record) -> str:
        """Put the text of a record into a document, cut into passages; anchors of the same labels stay."""
        if not record.text:
            return ""
        new = with_anchors(cut(mended(record.text)), passages_of(page))
        page.passages = rows_of(page, new)
        page.holding = Holding.FULL
        page.text_as_of = record.text_as_of or self.choices.as_of
        page.text_source = str(record.values.get("source_name") or self.choices.source_name)[:255]
        page.text_checksum = record.checksum
        count = len(new)
        return ngettext("ข้อความเต็ม %(count)d ตอน", "ข้อความเต็ม %(count)d ตอน", count) % {"count": count}


def _refusals(error: ValidationError) -> list[str]:
    """Return why a document is refused, with the name of each field as editors know it."""
    if not hasattr(error, "error_dict"):
        return error.messages
    names = {field.name: str(field.verbose_name) for field in DocumentPage._meta.fields}
    return [
        f"{names[name]}: {' '.join(messages)}" if name in names else " ".join(messages)
        for name, messages in error.message_dict.items()
    ]


def _facts(page: DocumentPage) -> dict[str, Any]:
    """Return what an import may change of a document."""
    names = (
        "text_checksum",
        "text_as_of",
        "holding",
        "agency_id",
        "title_en",
        "summary",
        "source_name",
        "source_url",
    )
    return {name: getattr(page, name) for name in (*names, *sorted(CONDITIONAL_FIELDS), "signed_on")}
