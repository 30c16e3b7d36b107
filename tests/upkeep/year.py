"""A year in which nothing is wrong, and the faults that are planted in it, one for each check."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import ssl
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection, connections
from django.test import override_settings
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Revision, Site

from announcements.models import AnnualResults, PostingRecord
from cases.committee.models import HelpCommittee, Meeting
from cases.consultation.domain import asking as asking_the_center
from cases.consultation.models import Consultation
from cases.data_rights.domain.asking import ask_by_secret
from cases.data_rights.models import RightsRequest
from cases.data_rights.vocabulary import Right
from cases.domain import asking
from cases.machine.vocabulary import Stage, WaitingState
from cases.models import (
    Case,
    CaseFile,
    Duty,
    ListedCase,
    ListName,
    Question,
    RegisterCounter,
    RegisterEntry,
    RetentionRelease,
    Visit,
)
from cases.models.case_file import Scan
from cases.reports.models import MonthlyReport
from cases.reports.vocabulary import ReportState
from cases.statistics.models import ApiToken, PublishedMonth
from cases.surveys.models import Household, Survey
from legal_library.models import LibraryImport
from portal.accounts.functions import Function
from portal.accounts.models import Appointment, KeptForm
from portal.actors import Citizen, System
from portal.audit import sealing
from portal.audit import services as audit
from portal.calendar.domain.filling import fill
from portal.calendar.models import Holiday
from portal.organizations.models import Organization, PlannedEnd, RoutingRule
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.models import Channel, MessageState, OutboxMessage
from portal.outbox.services import enqueue
from portal.pages.models import Contact, Hotline, LinkRound, OutsideLink, SiteSettings
from portal.protection.models import Breach
from portal.queue.models import WorkerBeat
from portal.replica.standing import ALIAS, STANDING
from portal.sealing import current
from portal.sealing.models import Probe
from portal.search.models import IndexedDocument
from portal.search.sources import site_index
from portal.upkeep import backups
from tests.accounts.factories import OrganizationFactory, officer
from tests.announcements.factories import year as results_of
from tests.audit.tampering import past_the_triggers, triggers_off
from tests.cases import factories
from tests.cases.factories import World
from tests.pages.factories import ContentPageFactory, make_site
from tests.sealing.helpers import add_key

NOW = dt.datetime(2026, 12, 30, 3, 0, tzinfo=dt.UTC)
"""Ninety days after the end of the fiscal year 2569, so that its results have to be there."""
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@dataclass
class Year:
    """An installation at the end of a year.

    Attributes:
        world: the district with its people.
        case: one that is worked on.
        closed: one that is closed.
        page: a live page.
    """

    world: World
    case: Case
    closed: Case
    page: Page


def clean_year() -> Year:
    """Make the year: cases of many months, everything done that comes round, all settings filled in."""
    with time_machine.travel(NOW - 300 * DAY, tick=False):
        world = factories.world()
        officer(world.center.organization, functions=[Function.SYSTEM, Function.ACCOUNTS])
        closed = factories.closed_case(world)
    for month in range(9):
        with time_machine.travel(NOW - 280 * DAY + 30 * month * DAY, tick=False):
            factories.closed_case(world)
    with time_machine.travel(NOW - HOUR, tick=False):
        case = factories.working_case(world)
        factories.crisis_case(world)
        factories.received_case(world)
    home = make_site()
    page = ContentPageFactory(
        parent=home, first_published_at=NOW - 90 * DAY, last_published_at=NOW - 90 * DAY
    )
    Page.objects.update(last_published_at=NOW - 90 * DAY)
    _fill_settings()
    fill(NOW.date())
    results_of(be_year=2569)
    PublishedMonth.objects.create(month=dt.date(2026, 11, 1), province_code="")
    OutboxMessage.objects.update(state=MessageState.SENT, sent_at=NOW - HOUR)
    with time_machine.travel(NOW, tick=False):
        sealing.seal()
        site_index.rebuild()
        backups.note(backups.MADE)
        backups.note(backups.TRIED)
    WorkerBeat.objects.create(worker_id="w1", started_at=NOW - DAY, seen_at=NOW)
    _ran_well()
    return Year(world, case, closed, page)


def _fill_settings() -> None:
    words = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    words.address, words.phone, words.email, words.hours = (
        "ถนนทดสอบ",
        "075 000 000",
        "c@example.org",
        "8.30-16.30",
    )
    words.map_url = "https://maps.example.org/"
    words.save()
    Contact.objects.create(settings=words, matter="ทั่วไป", office="ศูนย์", phone="075 000 000")
    Hotline.objects.all().delete()
    Hotline.objects.create(number="1300", name="ศูนย์ช่วยเหลือสังคม", checked_on=NOW.date())


def _ran_well() -> None:
    DBTaskResult.objects.all().delete()
    for path in settings.KLANG["PERIODIC"]:
        task_row(
            import_string(path).module_path,
            status=TaskResultStatus.SUCCESSFUL,
            started_at=NOW - HOUR / 60,
            finished_at=NOW - HOUR / 60,
        )


def task_row(path: str = "cases.tasks.ring_alarms", **values: Any) -> DBTaskResult:
    """Write a row of the queue."""
    stamp = values.pop("enqueued_at", NOW - HOUR)
    row = DBTaskResult.objects.create(
        task_path=path,
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        queue_name="default",
        priority=0,
        exception_class_path=values.pop("exception_class_path", ""),
        traceback="",
        run_after=values.pop("run_after", NOW - HOUR),
        **values,
    )
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=stamp)
    return row


# Faults -------------------------------------------------------------------------------------------------------------

Fault = Callable[[Year, ExitStack], object]
FAULTS: dict[str, Fault] = {}
"""Name of a check → what plants what it has to find. Whatever is not of the database is undone by the stack."""


def fault(function: Fault) -> Fault:
    """Keep a fault under the name of its check."""
    FAULTS[function.__name__] = function
    return function


def klang(**values: Any) -> Any:
    """Return other settings of our own for a while."""
    return override_settings(KLANG={**settings.KLANG, **values})


def public() -> Any:
    """Return the settings of an installation that people reach."""
    return override_settings(WAGTAILADMIN_BASE_URL="https://klang.example")


@fault
def database_refuses(year: Year, stack: ExitStack) -> None:
    if connection.vendor == "sqlite":
        stack.callback(lambda: connection.cursor().execute("PRAGMA query_only = OFF"))
        connection.cursor().execute("PRAGMA query_only = ON")
    else:
        connection.cursor().execute("SET TRANSACTION READ ONLY")


@fault
def migrations_missing(year: Year, stack: ExitStack) -> None:
    connection.cursor().execute("DELETE FROM django_migrations WHERE app = 'upkeep'")


@fault
def migrations_unknown(year: Year, stack: ExitStack) -> None:
    connection.cursor().execute(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('cases', '9999_of_tomorrow', '2026-12-01')"
    )


@fault
def database_damaged(year: Year, stack: ExitStack) -> None:
    if connection.vendor == "sqlite":
        # Constraints are checked at the commit, which does not come; on the disk nothing would check them any more.
        connection.cursor().execute(
            "UPDATE cases_duty SET case_id = 987654321 WHERE case_id = %s", [year.case.pk]
        )
    else:
        connection.cursor().execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'duty_due'::regclass"
        )


@fault
def wal_large(year: Year, stack: ExitStack) -> None:
    stack.enter_context(klang(MOST_WAL_BYTES=-1))


@fault
def replica_left_out(year: Year, stack: ExitStack) -> None:
    from tests.store import free_port

    gone = {**settings.DATABASES["default"], "HOST": "127.0.0.1", "PORT": str(free_port())}
    stack.enter_context(mock.patch.dict(settings.DATABASES, {ALIAS: gone}))
    replica = connections[ALIAS]

    def knock() -> None:
        # What a test may connect to is known before it begins; this one knocks at a door that nobody opens.
        with replica.wrap_database_errors:
            replica.connect()

    replica.ensure_connection = knock
    stack.callback(connections.__delitem__, ALIAS)
    stack.callback(STANDING.forget)


@fault
def disk_full(year: Year, stack: ExitStack) -> None:
    stack.enter_context(klang(LEAST_FREE_BYTES=10**18))


@fault
def store_refuses(year: Year, stack: ExitStack) -> None:
    from tests.store import files_elsewhere, free_port

    stack.enter_context(files_elsewhere(f"http://127.0.0.1:{free_port()}"))


@fault
def disk_filling(year: Year, stack: ExitStack) -> None:
    from portal.upkeep.checks import machine

    stack.enter_context(klang(LEAST_FREE_BYTES=machine._free() // 2))


@fault
def files_open_to_others(year: Year, stack: ExitStack) -> None:
    path = Path(settings.KLANG_VAR) / "secret_key"
    path.touch(mode=0o644)
    path.chmod(0o644)
    stack.callback(path.unlink)


@fault
def clock(year: Year, stack: ExitStack) -> None:
    with time_machine.travel(NOW + HOUR, tick=False):
        audit.record(actor=System(), action="case.read", subject="K7M2-0001")


@fault
def database_untidied(year: Year, stack: ExitStack) -> None:
    stack.enter_context(mock.patch("portal.upkeep.checks.database._tidies_itself", return_value=False))


@fault
def checksums_off(year: Year, stack: ExitStack) -> None:
    stack.enter_context(mock.patch("portal.upkeep.checks.database._has_checksums", return_value=False))


@fault
def certificate_ending(year: Year, stack: ExitStack) -> None:
    port = stack.enter_context(front_door(ends=NOW + 3 * DAY))
    stack.enter_context(override_settings(WAGTAILADMIN_BASE_URL=f"https://127.0.0.1:{port}"))


@contextmanager
def front_door(ends: dt.datetime) -> Iterator[int]:
    """A server whose certificate ends then; yields its port."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "klang.example")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(7).not_valid_before(ends - 90 * DAY).not_valid_after(ends)
    pem = Path(settings.KLANG_VAR) / "door.pem"
    pem.write_bytes(
        made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def shake() -> None:
            plain, _from = listening.accept()
            with context.wrap_socket(plain, server_side=True):
                pass

        thread = threading.Thread(target=shake)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(5)
    pem.unlink()


@fault
def settings_unfit(year: Year, stack: ExitStack) -> None:
    stack.enter_context(public())


@fault
def second_factor_not_required(year: Year, stack: ExitStack) -> None:
    stack.enter_context(public())
    stack.enter_context(klang(SECOND_FACTOR="offered"))


@fault
def backup_old(year: Year, stack: ExitStack) -> None:
    _grown_old(stack)
    backups.note(backups.MADE, NOW - 3 * DAY)


@fault
def recovery_point_old(year: Year, stack: ExitStack) -> None:
    stack.enter_context(public())
    _grown_old(stack)
    backups.note(backups.MADE, NOW - 5 * HOUR)


@fault
def backup_untried(year: Year, stack: ExitStack) -> None:
    _grown_old(stack)
    backups.note(backups.TRIED, NOW - 200 * DAY)


def _grown_old(stack: ExitStack) -> None:
    kept = backups._path().read_bytes()
    stack.callback(lambda: backups._path().write_bytes(kept))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE django_migrations SET applied = %s", [NOW - 300 * DAY])


@fault
def worker_silent(year: Year, stack: ExitStack) -> None:
    WorkerBeat.objects.update(seen_at=NOW - HOUR)


@fault
def tasks_waiting(year: Year, stack: ExitStack) -> None:
    task_row(status=TaskResultStatus.READY)


@fault
def tasks_failed(year: Year, stack: ExitStack) -> None:
    task_row(status=TaskResultStatus.FAILED, finished_at=NOW - HOUR)


@fault
def tasks_dead(year: Year, stack: ExitStack) -> None:
    task_row(status=TaskResultStatus.RUNNING, started_at=NOW - HOUR, worker_ids=["gone"])


@fault
def sweeps_late(year: Year, stack: ExitStack) -> None:
    DBTaskResult.objects.filter(task_path="cases.tasks.ring_alarms").update(finished_at=NOW - 2 * HOUR)


@fault
def cases_without_duty(year: Year, stack: ExitStack) -> None:
    Duty.objects.filter(case=year.case).update(ended_at=NOW, how="done")


@fault
def cases_without_list(year: Year, stack: ExitStack) -> None:
    ListedCase.objects.filter(case=year.case).delete()


@fault
def cases_without_history(year: Year, stack: ExitStack) -> None:
    Case.objects.filter(pk=year.case.pk).update(version=year.case.version + 1)


@fault
def cases_unregistered(year: Year, stack: ExitStack) -> None:
    RegisterEntry.objects.filter(case=year.case).delete()


@fault
def cases_without_answers(year: Year, stack: ExitStack) -> None:
    year.case.reporter.delete()
    Case.objects.filter(pk=year.case.pk).update(narrative="")


@fault
def cases_of_ended(year: Year, stack: ExitStack) -> None:
    Organization.objects.filter(pk=year.case.holder_id).update(is_active=False)


@fault
def register_with_gaps(year: Year, stack: ExitStack) -> None:
    RegisterCounter.objects.filter(organization=year.case.holder_id).update(last=99)


@fault
def cases_unsound(year: Year, stack: ExitStack) -> None:
    Case.objects.filter(pk=year.case.pk).update(stage=Stage.RECEIVED)


@fault
def record_changed(year: Year, stack: ExitStack) -> None:
    past_the_triggers("audit_auditentry", "UPDATE audit_auditentry SET action = 'nothing.happened'")


@fault
def record_unsealed(year: Year, stack: ExitStack) -> None:
    with time_machine.travel(NOW - 2 * HOUR, tick=False):
        audit.record(actor=System(), action="case.read", subject="K7M2-0001")


@fault
def days_not_closed(year: Year, stack: ExitStack) -> None:
    with triggers_off("audit_seal"), connection.cursor() as cursor:
        cursor.execute("UPDATE audit_seal SET sealed_at = %s WHERE number = 1", [NOW - 2 * DAY])


def _attached(year: Year, stack: ExitStack, **values: Any) -> CaseFile:
    content = ContentFile(b"picture", name="a.jpg")
    row = CaseFile.objects.create(
        **{"case": year.case, "file": content, "name": "a.jpg", "size": 7, "uploaded_at": NOW} | values
    )
    stack.callback(Path(row.file.path).unlink, missing_ok=True)
    return row


@fault
def files_missing(year: Year, stack: ExitStack) -> None:
    Path(_attached(year, stack).file.path).unlink()


@fault
def files_cut(year: Year, stack: ExitStack) -> None:
    Path(_attached(year, stack).file.path).write_bytes(b"pic")


@fault
def files_unrecorded(year: Year, stack: ExitStack) -> None:
    # In the folder whose turn it is on that day.
    turn = next(number for number in range(256) if number % 30 == NOW.date().toordinal() % 30)
    path = Path(settings.PRIVATE_ROOT) / "cases" / f"{turn:02x}" / f"{turn:02x}nobodys.jpg"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"?")
    stack.callback(path.unlink)
    os.utime(path, ((NOW - 2 * DAY).timestamp(),) * 2)


@fault
def files_in_clear(year: Year, stack: ExitStack) -> None:
    Path(_attached(year, stack).file.path).write_bytes(b"picture")


@fault
def values_in_clear(year: Year, stack: ExitStack) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET narrative = 'clear' WHERE id = %s", [year.case.pk])


@fault
def keys_wrong(year: Year, stack: ExitStack) -> None:
    Probe.objects.create(key="seal:of-yesterday", proof="")


@fault
def keys_old(year: Year, stack: ExitStack) -> None:
    path = Path(tempfile.mkdtemp()) / "keys"
    stack.callback(shutil.rmtree, path.parent)
    path.write_text(current.path().read_text("ascii"), "ascii")
    _attached(year, stack)
    stack.enter_context(klang(KEYS=str(path)))
    add_key(path)


@fault
def keys_beside_data(year: Year, stack: ExitStack) -> None:
    stack.enter_context(klang(KEYS=str(Path(settings.KLANG_VAR) / "keys")))


def _mail(**values: Any) -> None:
    row = enqueue(
        template="case_news",
        to="kanari-canary@example.org",
        context={"reference": "REFN-0001", "link": "https://klang.example/track/"},
        dedup_key=str(uuid.uuid4()),
    )
    OutboxMessage.objects.filter(pk=row.pk).update(**values)


@fault
def mail_stuck(year: Year, stack: ExitStack) -> None:
    _mail(state=MessageState.STUCK)


@fault
def mail_waiting(year: Year, stack: ExitStack) -> None:
    _mail(state=MessageState.WAITING, waiting_since=NOW - 2 * HOUR)


@fault
def mail_server_away(year: Year, stack: ExitStack) -> None:
    Channel.objects.create(name=Channel.EMAIL, failures=7, failing_since=NOW - 2 * HOUR)


@fault
def index_damaged(year: Year, stack: ExitStack) -> None:
    for path in sorted(site_index.engine().root.rglob("*")):
        if path.is_file() and path.stat().st_size:
            kept = path.read_bytes()
            stack.callback(path.write_bytes, kept)
            path.write_bytes(kept[: len(kept) // 2])


def _document(**values: Any) -> None:
    IndexedDocument.objects.create(key=f"document:{uuid.uuid4()}", title="ก", kind="law", **values)


@fault
def index_stale(year: Year, stack: ExitStack) -> None:
    _document(pending=False)


@fault
def index_waiting(year: Year, stack: ExitStack) -> None:
    _document(pending=True)


@fault
def alarms_silent(year: Year, stack: ExitStack) -> None:
    Duty.objects.running().filter(case=year.case).update(next_alarm_at=NOW - 2 * HOUR)


@fault
def cases_nobody_can_answer(year: Year, stack: ExitStack) -> None:
    row = ListedCase.objects.filter(case=year.case, list=ListName.ALL).first()
    row.pk, row.list, row.due_at = None, ListName.NOBODY, NOW - DAY
    row.save(force_insert=True)


@fault
def questions_not_ended(year: Year, stack: ExitStack) -> None:
    asking.ask_reporter(case=year.case, actor=year.world.local.officer, question="เบอร์ใด")
    Question.objects.update(until=NOW - 2 * HOUR)


@fault
def organizations_without_people(year: Year, stack: ExitStack) -> None:
    Appointment.objects.filter(organization=year.case.holder).update(valid_until=NOW.date() - DAY)


@fault
def organizations_without_head(year: Year, stack: ExitStack) -> None:
    head = year.world.local.supervisor.appointment
    Appointment.objects.filter(pk=head.pk).update(valid_until=NOW.date() - DAY)


@fault
def organizations_without_contact(year: Year, stack: ExitStack) -> None:
    Organization.objects.filter(pk=year.case.holder_id).update(email="", phone="")


@fault
def visits_not_ended(year: Year, stack: ExitStack) -> None:
    Visit.objects.create(
        case=year.case,
        number=77,
        state=WaitingState.DISPATCHED,
        organization=year.case.holder,
        set_out_at=NOW - 2 * DAY,
    )


@fault
def meetings_not_closed(year: Year, stack: ExitStack) -> None:
    committee = HelpCommittee.objects.create(organization=year.case.holder, name="คณะกรรมการ", quorum="half")
    Meeting.objects.create(
        committee=committee,
        fiscal_year=2570,
        number=1,
        starts_at=NOW - 3 * DAY,
        place="ก",
        state="open",
        opened_at=NOW - 3 * DAY,
        planned_by=year.world.local.officer.person,
    )


@fault
def consultations_late(year: Year, stack: ExitStack) -> None:
    asking_the_center.ask(token=uuid.uuid4(), question="ถาม", problem="disaster")
    Consultation.objects.update(due_at=NOW - DAY)


@fault
def rights_without_answer(year: Year, stack: ExitStack) -> None:
    asked = ask_by_secret(
        case=year.case, actor=Citizen(year.case.reference), right=Right.COPY, words="", token=uuid.uuid4()
    )
    RightsRequest.objects.filter(pk=asked.pk).update(due_on=NOW.date() - DAY)


def _report(month: dt.date, **values: Any) -> None:
    given = {
        "organization": OrganizationFactory(),
        "tier": "local",
        "month": month,
        "due_on": NOW.date() + DAY,
    }
    MonthlyReport.objects.create(**given | values)


@fault
def reports_late(year: Year, stack: ExitStack) -> None:
    _report(dt.date(2026, 11, 1), due_on=NOW.date() - 10 * DAY)


@fault
def reports_unread(year: Year, stack: ExitStack) -> None:
    _report(
        dt.date(2026, 11, 1),
        state=ReportState.SUBMITTED,
        receiver=OrganizationFactory(),
        first_submitted_at=NOW - 20 * DAY,
        submitted_at=NOW - 20 * DAY,
    )


@fault
def months_not_opened(year: Year, stack: ExitStack) -> None:
    _report(dt.date(2026, 10, 1))


@fault
def statistics_missing(year: Year, stack: ExitStack) -> None:
    PublishedMonth.objects.all().delete()


@fault
def keys_ending(year: Year, stack: ExitStack) -> None:
    ApiToken.objects.create(partner="พม.", digest="d" * 64, expires_at=NOW + 7 * DAY)


@fault
def files_unscanned(year: Year, stack: ExitStack) -> None:
    _attached(year, stack, scan=Scan.WAITING, uploaded_at=NOW - 2 * DAY)


@fault
def retention_over(year: Year, stack: ExitStack) -> None:
    Case.objects.filter(pk=year.closed.pk).update(retention_until=NOW.date() - 90 * DAY)


@fault
def releases_unfinished(year: Year, stack: ExitStack) -> None:
    release = RetentionRelease.objects.create(
        organization=year.closed.holder,
        state=RetentionRelease.State.APPROVED,
        asked_by=year.world.local.officer.person,
        decided_by=year.world.local.supervisor.person,
        decided_at=NOW - 2 * HOUR,
    )
    release.cases.add(year.closed)


@fault
def households_over(year: Year, stack: ExitStack) -> None:
    survey = Survey.objects.create(
        organization=year.case.holder,
        token=uuid.uuid4(),
        title="สำรวจ",
        purpose="ทดสอบ",
        first=NOW.date() - 90 * DAY,
        last=NOW.date() - 80 * DAY,
        keep_until=NOW.date() - 10 * DAY,
        made_by=year.world.local.officer.person,
    )
    Household.objects.create(
        survey=survey,
        key="k",
        token=uuid.uuid4(),
        name="คะนารี กรงทอง",
        subdistrict_code="810101",
        way="officer",
    )


@fault
def nobody_administers(year: Year, stack: ExitStack) -> None:
    Appointment.objects.giving(Function.SYSTEM).update(valid_until=NOW.date() - DAY)


@fault
def center_without_head(year: Year, stack: ExitStack) -> None:
    OrganizationFactory(type=OrganizationType.CENTER)


@fault
def administrators_ending(year: Year, stack: ExitStack) -> None:
    Appointment.objects.giving(Function.SYSTEM).update(valid_until=NOW.date() + 7 * DAY)


@fault
def ends_not_carried_out(year: Year, stack: ExitStack) -> None:
    PlannedEnd.objects.create(organization=OrganizationFactory(), on=NOW.date() - 2 * DAY)


@fault
def routes_to_ended(year: Year, stack: ExitStack) -> None:
    ended = OrganizationFactory(is_active=False)
    RoutingRule.objects.filter(pk=RoutingRule.objects.first().pk).update(organization=ended)


@fault
def holidays_missing(year: Year, stack: ExitStack) -> None:
    Holiday.objects.filter(day__year=NOW.year + 1).delete()


@fault
def breach_untold(year: Year, stack: ExitStack) -> None:
    Breach.objects.create(
        organization=year.world.center.organization,
        noted_by=year.world.center.officer.person,
        noted_at=NOW,
        known_at=NOW - 4 * DAY,
        what="สมุดหาย",
    )


@fault
def kept_forms_over(year: Year, stack: ExitStack) -> None:
    KeptForm.objects.create(
        owner=year.world.local.officer.person, path="/desk/new/", content="-", expires_at=NOW - 3 * HOUR
    )


@fault
def contact_missing(year: Year, stack: ExitStack) -> None:
    SiteSettings.objects.update(phone="")


@fault
def hotlines_missing(year: Year, stack: ExitStack) -> None:
    Hotline.objects.update(in_use=False)


@fault
def hotlines_unchecked(year: Year, stack: ExitStack) -> None:
    Hotline.objects.update(checked_on=NOW.date() - 400 * DAY)


@fault
def links_dead(year: Year, stack: ExitStack) -> None:
    stack.enter_context(klang(LINK_CHECK=True))
    OutsideLink.objects.create(
        address="https://gone.example.org/", failed_days=2, failing_since=NOW - 2 * DAY
    )
    OutsideLink.objects.create(address="https://tired.example.org/", failed_days=1, failing_since=NOW)


@fault
def links_reach_nobody(year: Year, stack: ExitStack) -> None:
    stack.enter_context(klang(LINK_CHECK=True))
    LinkRound.objects.create(
        day=NOW.date() - DAY, started_at=NOW - DAY, ended_at=NOW - DAY, visited=9, heard=3
    )
    LinkRound.objects.create(day=NOW.date(), started_at=NOW, ended_at=NOW, visited=10)


@fault
def pages_not_published(year: Year, stack: ExitStack) -> None:
    revision = year.page.specific.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=NOW - HOUR)


@fault
def pages_not_taken_down(year: Year, stack: ExitStack) -> None:
    Page.objects.filter(pk=year.page.pk).update(expire_at=NOW - HOUR)


@fault
def drafts_over(year: Year, stack: ExitStack) -> None:
    Page.objects.filter(pk=year.page.pk).update(
        has_unpublished_changes=True, latest_revision_created_at=NOW - 120 * DAY
    )


@fault
def home_missing(year: Year, stack: ExitStack) -> None:
    Page.objects.filter(depth=2).update(live=False)


@fault
def imports_stuck(year: Year, stack: ExitStack) -> None:
    row = LibraryImport.objects.create()
    LibraryImport.objects.filter(pk=row.pk).update(started_at=NOW - 2 * HOUR)


@fault
def results_unpublished(year: Year, stack: ExitStack) -> None:
    AnnualResults.objects.update(published_at=None)


@fault
def postings_not_taken_down(year: Year, stack: ExitStack) -> None:
    PostingRecord.objects.create(
        title="ก", path="/a/", posted_from=NOW.date() - 60 * DAY, posted_until=NOW.date() - 30 * DAY
    )
