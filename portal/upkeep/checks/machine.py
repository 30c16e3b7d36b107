"""The machine: disks, clock, certificate, who may read the files, backups."""

from __future__ import annotations

import datetime as dt
import shutil
import socket
import ssl
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import file_modes, probes
from portal.audit.models import AuditEntry
from portal.queue.models import WorkerBeat
from portal.upkeep import backups
from portal.upkeep.registry import NOTHING, Found, Look, Severity, check, these, when

AHEAD = dt.timedelta(minutes=5)
"""What was written so far in the future was written by a clock that has been put back since."""
SOON = 4
"""Times the least free space: from here on there is time to make room."""
CERTIFICATE_DAYS = 14
BACKUP_HOURS = 26
POINT_HOURS = 2
"""Twice what may be lost: a backup that takes long, or one that failed and was made again, alarms nobody."""
TRIAL_DAYS = 100
PATIENCE = 3.0
"""Seconds that our own front door may take to show its certificate."""


def is_public() -> bool:
    """Say whether this installation is reached from outside: what holds for real people holds there."""
    return settings.WAGTAILADMIN_BASE_URL.startswith("https://") and not settings.KLANG["PRACTICE"]


def _free() -> int:
    roots = {Path(settings.KLANG_VAR), Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_ROOT)}
    return min(shutil.disk_usage(root).free for root in roots if root.exists())


@check(
    Severity.NOW,
    _("ดิสก์เต็มหรือเขียนไม่ได้"),
    _("เพิ่มพื้นที่หรือย้ายสำเนาเก่าออก ระบบกลับมาเองเมื่อมีที่ว่าง"),
)
def disk_full(look: Look) -> Found:
    """Less is free than `/readyz` wants, or a small file does not get there (R06)."""
    return when(not probes.disk())


@check(
    Severity.NOW,
    _("ที่เก็บไฟล์กลางไม่ตอบหรือไม่ให้เขียน"),
    _("ตรวจเครื่องที่เก็บไฟล์และค่า KLANG_STORE_… ข้อความยังรับได้ตามปกติ ไฟล์รับได้อีกเมื่อที่เก็บกลับมา"),
)
def store_refuses(look: Look) -> Found:
    """Files lie in a store that several machines share, and it does not take a small one."""
    return when(not probes.store())


@check(Severity.TODAY, _("พื้นที่ดิสก์ใกล้หมด"), _("เพิ่มพื้นที่หรือย้ายสำเนาเก่าออกก่อนเต็ม ดู “df -h” บนเครื่อง"))
def disk_filling(look: Look) -> Found:
    """Not full yet, and soon."""
    least = settings.KLANG["LEAST_FREE_BYTES"]
    return when(least <= _free() < SOON * least)


@check(
    Severity.TODAY,
    _("บัญชีอื่นบนเครื่องเปิดไฟล์ของระบบได้"),
    _("รัน “manage.py prepare” ด้วยบัญชีของระบบ หรือ chmod -R go-rwx ด้วยบัญชีที่เป็นเจ้าของ"),
)
def files_open_to_others(look: Look) -> Found:
    """Somebody else on the machine may read data; names say where, below the folder of the installation."""
    return these(path.name for path in file_modes.roots() if file_modes.is_open(path))


@check(
    Severity.NOW,
    _("นาฬิกาของเครื่องไม่ตรง"),
    _("เปิด NTP (timedatectl set-ntp true) กำหนดเวลาและรหัสจากโทรศัพท์ผิดได้จนกว่าจะตรง แล้วดูอีกครั้งเมื่อเวลาเลยไปแล้ว"),
)
def clock(look: Look) -> Found:
    """Something was written in the future, or the database has another time than this machine (R10, R19)."""
    limit = look.now + AHEAD
    wrong = [
        name
        for name, is_ahead in (
            ("record", AuditEntry.objects.filter(at__gt=limit).exists()),
            ("workers", WorkerBeat.objects.filter(seen_at__gt=limit).exists()),
            ("database", abs(_time_of_database() - timezone.now()) > AHEAD),
        )
        if is_ahead
    ]
    return these(wrong)


def _time_of_database() -> dt.datetime:
    if connection.vendor != "postgresql":
        # SQLite has the clock of its process.
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: dt.datetime = cursor.fetchone()[0]
    return found


@check(
    Severity.TODAY,
    _("ใบรับรองของเว็บไซต์หมดอายุหรือใกล้หมดอายุ"),
    _("ต่ออายุใบรับรอง TLS ของพร็อกซี แล้วโหลดพร็อกซีใหม่ ดูวันหมดอายุด้วย “openssl s_client -connect HOST:443”"),
)
def certificate_ending(look: Look) -> Found:
    """The certificate that visitors get ends within two weeks, has ended, or is not shown at all."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    if not is_public() or not address.hostname:
        return NOTHING
    try:
        ends = _end_of_certificate(address.hostname, address.port or 443)
    except OSError as error:
        return these([type(error).__name__])
    return these([ends.date()] if ends < look.now + dt.timedelta(days=CERTIFICATE_DAYS) else [])


def _end_of_certificate(host: str, port: int) -> dt.datetime:
    """Return until when the certificate of a host is good.

    Raises:
        OSError: nobody answers there, or does not speak TLS.
    """
    context = ssl.create_default_context()
    # Looked at and not trusted: one that has ended has to be read too.
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection((host, port), timeout=PATIENCE) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        shown = secure.getpeercert(binary_form=True) or b""
    return x509.load_der_x509_certificate(shown).not_valid_after_utc


@check(
    Severity.TODAY,
    _("การตั้งค่าของระบบจริงยังไม่ครบ"),
    _("รัน “manage.py check --deploy” แล้วแก้ตามที่บอก (docs/operator.md, Production)"),
)
def settings_unfit(look: Look) -> Found:
    """Django's own checks, and ours, warn of the settings of an installation that people use."""
    if not is_public():
        return NOTHING
    return these(message.id for message in run_checks(include_deployment_checks=True))


@check(
    Severity.TODAY,
    _("ไม่บังคับการยืนยันขั้นที่สอง"),
    _("ตั้ง KLANG_SECOND_FACTOR=required แล้วเริ่มระบบใหม่"),
)
def second_factor_not_required(look: Look) -> Found:
    """Whoever knows a password alone gets to the cases (ASVS 6.3.3)."""
    return when(is_public() and settings.KLANG["SECOND_FACTOR"] != "required")


@check(
    Severity.TODAY,
    _("สำเนาสำรองเก่าเกินไป"),
    _("สำรองข้อมูลตอนนี้ และดูว่าทำไมตัวตั้งเวลาไม่ทำ (docs/operator.md, Backup)"),
)
def backup_old(look: Look) -> Found:
    """No whole backup was made for more than a day, on an installation that is older than that (R13)."""
    return when(_is_older(look, hours=BACKUP_HOURS) and not _since(backups.MADE, look, hours=BACKUP_HOURS))


@check(
    Severity.TODAY,
    _("ถ้าเครื่องเสียตอนนี้ งานที่หายไปจะเกินหนึ่งชั่วโมง"),
    _("ให้ตัวตั้งเวลาสำรองข้อมูลทุกครึ่งชั่วโมง หรือให้ PostgreSQL ส่งบันทึกการเขียนออกไปเก็บ (docs/operator.md, Backup)"),
)
def recovery_point_old(look: Look) -> Found:
    """People work here, no log is shipped, and the newest backup is older than two hours (R13: at most one is lost)."""
    is_exposed = is_public() and _is_older(look, hours=POINT_HOURS) and not _ships_its_log()
    return when(is_exposed and not _since(backups.MADE, look, hours=POINT_HOURS))


@check(
    Severity.PLAN,
    _("ไม่ได้ลองคืนข้อมูลจากสำเนาสำรองมานาน"),
    _("ลองคืนบนเครื่องเปล่า (docs/operator.md, Backup) สำเนาที่ไม่เคยลองคืนเชื่อไม่ได้"),
)
def backup_untried(look: Look) -> Found:
    """Nobody put a backup back for three months (R13)."""
    span = TRIAL_DAYS * 24
    return when(_is_older(look, hours=span) and not _since(backups.TRIED, look, hours=span))


def _is_older(look: Look, *, hours: float) -> bool:
    # When the tables were made; acts may be told as if they had happened earlier (`prepare --demo`).
    return MigrationRecorder(connection).migration_qs.filter(applied__lt=look.ago(hours=hours)).exists()


def _since(which: str, look: Look, *, hours: float) -> bool:
    age = backups.age(which, look.now)
    return age is not None and age < dt.timedelta(hours=hours)


def _ships_its_log() -> bool:
    """Say whether PostgreSQL carries its log away; whether it can right now `wal_not_shipped` says."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('archive_mode') <> 'off' AND last_archived_time IS NOT NULL FROM pg_stat_archiver"
        )
        return bool(cursor.fetchone()[0])
