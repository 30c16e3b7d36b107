"""The database: whether it takes rows, is whole, and fits the program."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext_lazy as _

from portal import probes
from portal.replica.standing import ALIAS, STANDING
from portal.upkeep.registry import NOTHING, Found, Look, Severity, check, these, when


@check(
    Severity.NOW,
    _("ฐานข้อมูลเขียนไม่ได้"),
    _("ดูพื้นที่ดิสก์และสิทธิ์ของไฟล์ฐานข้อมูล แล้วดูบันทึกของระบบ (docs/operator.md) อย่าเริ่มเครื่องซ้ำไปเรื่อย ๆ"),
)
def database_refuses(look: Look) -> Found:
    """A row could not be written, read and rolled back within two seconds (R06)."""
    return when(not probes.database())


@check(
    Severity.NOW,
    _("ฐานข้อมูลยังไม่ถูกปรับให้ตรงกับโปรแกรม"),
    _("สำรองข้อมูล แล้วรัน “manage.py prepare”"),
)
def migrations_missing(look: Look) -> Found:
    """The program knows migrations that the database has not seen (R12)."""
    loader = MigrationLoader(connection)
    return these(
        ".".join(key) for key in sorted(set(loader.disk_migrations) - set(loader.applied_migrations))
    )


@check(
    Severity.TODAY,
    _("ฐานข้อมูลใหม่กว่าโปรแกรม"),
    _("มีผู้ติดตั้งโปรแกรมรุ่นเก่าทับ ให้กลับไปใช้รุ่นที่ปรับฐานข้อมูลไว้ หรือคืนสำเนาสำรองของรุ่นเก่า"),
)
def migrations_unknown(look: Look) -> Found:
    """The database has seen migrations of our rooms that this program does not know: an older one was put back (R12)."""
    loader = MigrationLoader(connection)
    unknown = set(loader.applied_migrations) - set(loader.disk_migrations) - set(loader.replacements)
    return these(".".join(key) for key in sorted(unknown) if key[0] in loader.migrated_apps)


@check(
    Severity.NOW,
    _("ฐานข้อมูลเสียหาย"),
    _("หยุดระบบ เก็บสำเนาไฟล์ฐานข้อมูลไว้ แล้วคืนจากสำเนาสำรองล่าสุด (docs/operator.md, Backup)"),
)
def database_damaged(look: Look) -> Found:
    """Pages of the file, checksums, indexes or references do not fit (R02)."""
    return these(_damages_of_sqlite(look) if connection.vendor == "sqlite" else _damages_of_postgres())


def _damages_of_sqlite(look: Look) -> list[str]:
    with connection.cursor() as cursor:
        # The quick check leaves out whether indexes and tables say the same, which takes as long as making them.
        cursor.execute("PRAGMA integrity_check(20)" if look.is_full else "PRAGMA quick_check(20)")
        pages = [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]
        cursor.execute("PRAGMA foreign_key_check")
        tables = sorted({f"{row[0]} → {row[2]}" for row in cursor.fetchmany(1_000)})
    return [f"file {number}" for number in range(1, len(pages) + 1)] + tables


def _damages_of_postgres() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(checksum_failures, 0) FROM pg_stat_database WHERE datname = current_database()"
        )
        damaged = ["checksums"] if cursor.fetchone()[0] else []
        cursor.execute(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
            " WHERE NOT i.indisvalid OR NOT i.indisready"
        )
        return damaged + [row[0] for row in cursor.fetchall()]


@check(
    Severity.TODAY,
    _("บันทึกการเขียน (WAL) ของฐานข้อมูลโตผิดปกติ"),
    _("SQLite: หาโปรแกรมที่เปิดฐานข้อมูลค้างไว้ PostgreSQL: ดู pg_replication_slots และ archive_command"),
)
def wal_large(look: Look) -> Found:
    """The log is larger than the settings allow: somebody keeps it from being carried over, and the disk will fill."""
    return when(_wal_bytes() > settings.KLANG["MOST_WAL_BYTES"])


def _wal_bytes() -> int:
    if connection.vendor == "sqlite":
        log = Path(f"{connection.settings_dict['NAME']}-wal")
        return log.stat().st_size if log.exists() else 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_has_role(current_user, 'pg_monitor', 'USAGE')")
        if not cursor.fetchone()[0]:
            # Only whoever may look knows; docs/operator.md tells how to let the portal look.
            return 0
        cursor.execute("SELECT coalesce(sum(size), 0) FROM pg_ls_waldir()")
        return int(cursor.fetchone()[0])


@check(
    Severity.TODAY,
    _("ฐานข้อมูลสำรองสำหรับอ่านตามไม่ทันหรือไม่ตอบ"),
    _("ดู pg_stat_replication บนเครื่องหลักและบันทึกของ PostgreSQL บนเครื่องสำรอง ระหว่างนี้ทุกอย่างอ่านจากเครื่องหลัก"),
)
def replica_left_out(look: Look) -> Found:
    """The replica that the settings name has not replayed what the primary has committed, or does not answer."""
    return when(ALIAS in settings.DATABASES and not STANDING.is_level())


@check(
    Severity.NOW,
    _("ส่งบันทึกการเขียน (WAL) ออกไปเก็บไม่ได้"),
    _("ดู pg_stat_archiver และปลายทางของ archive_command ตอนนี้ถ้าเครื่องเสียจะเสียข้อมูลมากกว่า 5 นาที"),
)
def wal_not_shipped(look: Look) -> Found:
    """PostgreSQL could not carry away its last log: the recovery point grows older (R13)."""
    if connection.vendor != "postgresql":
        return NOTHING
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT last_failed_wal FROM pg_stat_archiver WHERE last_failed_time >"
            " coalesce(last_archived_time, '-infinity') AND current_setting('archive_mode') <> 'off'"
        )
        return these(row[0] for row in cursor.fetchall())


@check(
    Severity.TODAY,
    _("PostgreSQL ไม่กวาดและไม่นับข้อมูลเอง"),
    _("ตั้ง autovacuum = on และ track_counts = on ใน postgresql.conf แล้วโหลดใหม่ ไม่เช่นนั้นทุกหน้าช้าลงเรื่อย ๆ"),
)
def database_untidied(look: Look) -> Found:
    """Rows that are gone stay in the tables, and how a question is answered is chosen without knowing how many there are."""
    return when(not _tidies_itself())


def _tidies_itself() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('autovacuum')::bool AND current_setting('track_counts')::bool")
        return bool(cursor.fetchone()[0])


@check(
    Severity.PLAN,
    _("PostgreSQL ไม่คำนวณรหัสตรวจสอบของข้อมูลบนดิสก์"),
    _("หยุดเซิร์ฟเวอร์ รัน “pg_checksums --enable” แล้วเริ่มใหม่ ไม่เช่นนั้นดิสก์ที่เสียจะคืนข้อมูลผิดโดยไม่มีใครรู้"),
)
def checksums_off(look: Look) -> Found:
    """Pages that the disk gave back otherwise than they were written are read as if nothing were wrong (R02)."""
    return when(not _has_checksums())


def _has_checksums() -> bool:
    if connection.vendor != "postgresql":
        # SQLite has none; its own check of the whole file stands in `database_damaged`.
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('data_checksums')::bool")
        return bool(cursor.fetchone()[0])
