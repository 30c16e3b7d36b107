"""A list that was brought at the desk: kept sealed, tried by the queue, taken in after a word, and forgotten (issue 9, point 11)."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from cases.errors import GuardFailed, NotAllowed
from cases.importing.making import Defaults
from cases.importing.taking import Taken, refused_csv, take
from cases.machine.vocabulary import Verb
from cases.models import ListImport
from portal.accounts.actors import officer_by
from portal.accounts.models import Appointment
from portal.audit import services as audit
from portal.files.tasks import forget_files
from portal.organizations.importing.reading import MAX_FILE_BYTES, ImportFileError
from portal.queue.repeating import repeatable
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from portal.actors import Officer

State = ListImport.State
AT_A_TIME = 60.0
"""Seconds after which a list makes room in the queue for other work."""
WAITS_FOR = dt.timedelta(days=7)
"""How long a list that was tried waits for a word."""
STANDS_STILL = dt.timedelta(minutes=15)
"""After how long without a word from the queue somebody may call it again."""
REFUSED_KEPT = dt.timedelta(days=30)
"""How long the rows that were not taken can be fetched."""


class _OvertakenError(Exception):
    """Another worker went on with the list, or somebody ended it; what this one was about to write is not written."""


def may_import(actor: Officer) -> bool:
    """Say whether somebody may bring a list: who takes requests in."""
    return actor.works_on_cases


def lists_of(actor: Officer) -> QuerySet[ListImport]:
    """Return the lists that an officer's organization brought."""
    rows = ListImport.objects.filter(organization=actor.organization)
    return rows if may_import(actor) else rows.none()


def begin(
    *, actor: Officer, token: UUID, upload: UploadedFile, source: str, problem: ProblemType, narrative: str
) -> ListImport:
    """Keep a list and have it tried. The same token means the same list, however often it is sent (R03).

    Args:
        actor: who brings it; their organization will hold the cases.
        token: random, one for each drawing of the form.
        upload: CSV or XLSX.
        source: name of the list, by which its rows are known when it comes again; "" takes that of the file.
        problem: what it is about.
        narrative: what happened, for rows that tell nothing.

    Raises:
        NotAllowed: the actor takes no requests in.
        GuardFailed: the file is too large, or the problem is one that a person has to take down.
    """
    if not may_import(actor):
        raise NotAllowed(Verb.SUBMIT)
    if problem.is_crisis:
        raise GuardFailed(_("เรื่องปัญหาสังคมต้องรับทีละเรื่อง"), field="problem")
    if (upload.size or 0) > MAX_FILE_BYTES:
        most = MAX_FILE_BYTES // 1024 // 1024
        raise GuardFailed(_("ไฟล์ใหญ่เกิน %(most)d MB") % {"most": most}, field="file")
    known = ListImport.objects.filter(token=token, organization=actor.organization).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            row = ListImport(
                token=token,
                organization=actor.organization,
                by=actor.person,
                appointment=actor.appointment,
                source=(source or PurePosixPath(upload.name or "").stem)[:120],
                problem=problem,
                narrative=narrative,
            )
            row.file.save("list", upload, save=False)
            row.save()
            audit.record(actor=actor, action="case.list", subject=str(row.pk))
            transaction.on_commit(lambda: go_on_with_list.enqueue(row.pk))
    except IntegrityError:
        # Sent twice in the same moment.
        row.file.delete(save=False)
        return ListImport.objects.get(token=token, organization=actor.organization)
    return row


def confirm(*, actor: Officer, row: ListImport) -> bool:
    """Have a list taken in that was tried, or go on that stands still; says whether it waited for that.

    Raises:
        NotAllowed: it is another organization's, or the actor takes no requests in.
    """
    if stands_still(row):
        return _call_again(row, actor)
    waiting = lists_of(actor).filter(pk=row.pk, state=State.LOOKED)
    with transaction.atomic():
        changed = waiting.update(
            state=State.WRITING, appointment=actor.appointment, by=actor.person,
            looked_at=0, made=0, existing=0, touched_at=timezone.now(),
        )  # fmt: skip
        if changed:
            audit.record(actor=actor, action="case.list_confirm", subject=str(row.pk))
            transaction.on_commit(lambda: go_on_with_list.enqueue(row.pk))
    return bool(changed)


def stands_still(row: ListImport) -> bool:
    """Say whether a list is worked on and nothing was heard of it for long: its workers died, or it was given up."""
    return row.is_busy and row.touched_at < timezone.now() - STANDS_STILL


def _call_again(row: ListImport, actor: Officer) -> bool:
    still = lists_of(actor).filter(pk=row.pk, state=row.state, touched_at=row.touched_at)
    with transaction.atomic():
        called = still.update(touched_at=timezone.now())
        if called:
            audit.record(actor=actor, action="case.list_again", subject=str(row.pk))
            transaction.on_commit(lambda: go_on_with_list.enqueue(row.pk))
    return bool(called)


def drop(*, actor: Officer, row: ListImport) -> bool:
    """Give a list up of which nothing is written yet; says whether that was so."""
    dropped = lists_of(actor).filter(pk=row.pk, state__in=[State.LOOKING, State.LOOKED])
    if not dropped.update(state=State.DROPPED, touched_at=timezone.now()):
        return False
    audit.record(actor=actor, action="case.list_drop", subject=str(row.pk))
    _forget(ListImport.objects.get(pk=row.pk))
    return True


@task()
@repeatable
def go_on_with_list(pk: int) -> None:
    """Try a list or take it in, for a while; killed and run again it goes on where it was. Nothing is written twice."""
    row = ListImport.objects.filter(pk=pk).first()
    if row is None or not row.is_busy:
        return
    actor = _actor(row)
    if actor is None:
        _fail(row, _("คำสั่งแต่งตั้งของผู้นำเข้าสิ้นสุดแล้ว ให้ผู้ที่ยังทำงานกับเรื่องนำเข้าอีกครั้ง ระบบรับเฉพาะแถวที่ยังไม่มี"))
        return
    begun = Taken(looked_at=row.looked_at, made=row.made, existing=row.existing)
    try:
        with row.file.open("rb") as file:
            content = file.read()
        taken = take(
            content,
            actor=actor,
            defaults=Defaults(row.source, ProblemType(row.problem), row.narrative),
            dry_run=row.state == State.LOOKING,
            progress=_Keeping(row),
            begun=begun,
        )
    except ImportFileError as error:
        _fail(row, str(error))
    except FileNotFoundError:
        _fail(row, _("ไฟล์ไม่อยู่แล้ว นำเข้าอีกครั้งในชื่อรายการเดิม ระบบรับเฉพาะแถวที่ยังไม่มี"))
    except _OvertakenError:
        return
    else:
        _ended(row, taken)


class _Keeping:
    """Keeps how far a list is, in the transaction of each batch; stops when its time is over."""

    def __init__(self, row: ListImport) -> None:
        self._row = row
        self._until = time.monotonic() + AT_A_TIME
        self._kept = row.looked_at

    def __call__(self, taken: Taken) -> bool:
        changed = ListImport.objects.filter(pk=self._row.pk, state=self._row.state, looked_at=self._kept)
        if not changed.update(
            rows=taken.rows,
            looked_at=taken.looked_at,
            made=taken.made,
            existing=taken.existing,
            refused=len(taken.refused),
            unknown=taken.unknown[:50],
            touched_at=timezone.now(),
        ):
            raise _OvertakenError
        self._kept = taken.looked_at
        return time.monotonic() < self._until


def _ended(row: ListImport, taken: Taken) -> None:
    if taken.looked_at < taken.rows:
        go_on_with_list.enqueue(row.pk)
        return
    after = State.LOOKED if row.state == State.LOOKING else State.DONE
    before = row.refused_file.name
    if taken.refused:
        row.refused_file.save("refused", ContentFile(refused_csv(taken)), save=False)
    new = row.refused_file.name if row.refused_file.name != before else ""
    values: dict[str, Any] = {
        "state": after,
        "refused_file": row.refused_file.name,
        "touched_at": timezone.now(),
    }
    if after == State.DONE:
        values["file"] = ""
    with transaction.atomic():
        current = ListImport.objects.filter(pk=row.pk, state=row.state, looked_at=taken.rows)
        if current.update(**values):
            forget_files([before if new else "", row.file.name if after == State.DONE else ""])
        else:
            # Dropped meanwhile.
            forget_files([new])


def _actor(row: ListImport) -> Officer | None:
    appointment = (
        Appointment.objects.in_force()
        .filter(pk=row.appointment_id)
        .select_related("organization", "user")
        .prefetch_related("functions")
        .first()
    )
    actor = officer_by(appointment) if appointment is not None else None
    return actor if actor is not None and may_import(actor) else None


def _fail(row: ListImport, failure: str) -> None:
    failed = ListImport.objects.filter(pk=row.pk, state=row.state)
    if failed.update(state=State.FAILED, failure=failure[:300], touched_at=timezone.now()):
        _forget(ListImport.objects.get(pk=row.pk))


def _forget(row: ListImport) -> None:
    """Delete the files of a list; what is counted stays."""
    with transaction.atomic():
        ListImport.objects.filter(pk=row.pk).update(file="", refused_file="")
        forget_files([row.file.name, row.refused_file.name])


def forget_old() -> int:
    """Delete files that nobody needs any more; returns of how many lists."""
    now = timezone.now()
    unconfirmed = Q(state=State.LOOKED, touched_at__lt=now - WAITS_FOR)
    over = Q(touched_at__lt=now - REFUSED_KEPT) & ~Q(state__in=[State.LOOKING, State.WRITING])
    old = ListImport.objects.filter(unconfirmed | over).exclude(file="", refused_file="")
    rows = list(old)
    return sum(_forget_as_read(row) for row in rows)


def _forget_as_read(row: ListImport) -> bool:
    """Delete the files of a list that nobody touched since it was read; says whether it was so.

    Whoever confirms it in this moment has it taken in, and needs the file.
    """
    state = State.DROPPED if row.state == State.LOOKED else row.state
    unchanged = ListImport.objects.filter(pk=row.pk, state=row.state, touched_at=row.touched_at)
    with transaction.atomic():
        is_ours = bool(unchanged.update(state=state, file="", refused_file=""))
        if is_ours:
            forget_files([row.file.name, row.refused_file.name])
    return is_ours
