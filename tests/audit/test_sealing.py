"""Nobody changes the record unseen (ASVS 16.4.2, 16.4.3; reliability.md R25; cases.md, privacy 6)."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from portal.actors import System
from portal.audit import sealing, tasks, verify
from portal.audit.models import AppendOnlyError, AuditEntry, Seal, SealedDay, Stamp
from portal.audit.services import record
from portal.audit.stamps import query_of
from tests.accounts.factories import officer
from tests.audit.tampering import past_the_triggers

pytestmark = pytest.mark.django_db

MONDAY = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def acts(count: int = 6) -> None:
    actor = officer()
    for number in range(count):
        record(
            actor=actor, action="case.read", subject=f"K7M2-{number:04}", purpose="holder", data={"n": number}
        )


def sealed_days(count: int = 2, each: int = 6) -> list[SealedDay]:
    """Acts on some days, sealed on each of them and closed on the next."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        for _ in range(count):
            acts(each)
            sealing.seal()
            clock.shift(DAY)
            sealing.close_days()
    return list(SealedDay.objects.order_by("day"))


def export(day: SealedDay) -> list[str]:
    return list(sealing.export_lines(day, with_facts=True))


class TestSealing:
    def test_each_row_is_sealed_once_in_the_order_in_which_it_came(self):
        acts(3)
        assert sealing.seal() == 3
        acts(2)
        assert sealing.seal() == 2
        assert sealing.seal() == 0
        assert list(Seal.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
        assert list(Seal.objects.values_list("row", flat=True)) == sorted(
            AuditEntry.objects.values_list("pk", flat=True)
        )
        assert not list(sealing.findings())

    def test_a_row_that_shows_late_is_sealed_late(self):
        acts(3)
        first, *others = AuditEntry.objects.order_by("pk")
        for one in others:
            Seal.objects.create(
                number=one.pk - first.pk, source="audit", row=one.pk, salt="", digest="", chain=""
            )
        assert sealing.seal() == 1
        assert Seal.objects.order_by("-number").first().row == first.pk

    def test_who_acts_does_not_wait_for_the_chain(self, django_assert_num_queries):
        actor = officer()
        with django_assert_num_queries(1):
            record(actor=actor, action="case.read")

    def test_a_day_is_closed_when_it_is_over_in_thailand(self):
        with time_machine.travel(dt.datetime(2026, 11, 23, 16, 59, tzinfo=dt.UTC), tick=False) as clock:
            acts()
            sealing.seal()
            assert not sealing.close_days()
            clock.shift(dt.timedelta(minutes=1))
            assert [day.day for day in sealing.close_days()] == [dt.date(2026, 11, 23)]

    def test_each_day_stands_on_the_day_before(self):
        first, second = sealed_days()
        assert (first.previous, first.before, first.first) == (verify.BEGINNING, verify.BEGINNING, 1)
        assert (second.previous, second.first) == (first.root, first.last + 1)
        assert (first.count, second.count) == (6, 6)

    def test_a_clock_that_went_back_loses_nothing(self):
        sealed_days(1)
        with time_machine.travel(MONDAY - 3 * DAY, tick=False) as clock:
            acts(2)
            sealing.seal()
            clock.move_to(MONDAY + 5 * DAY)
            assert [day.day for day in sealing.close_days()] == [dt.date(2026, 11, 24)]
        assert not [one for one in sealing.findings() if "sealed" not in one]

    def test_what_was_never_sealed_is_found(self):
        with time_machine.travel(MONDAY, tick=False) as clock:
            acts(2)
            assert not list(sealing.findings())
            clock.shift(dt.timedelta(hours=2))
            assert list(sealing.findings()) == ["2 rows of audit older than an hour were never sealed"]


class TestStranger:
    """Somebody else, with the day's export and the root that was published."""

    def test_finds_nothing_where_nothing_was_changed(self):
        for day in sealed_days():
            assert not list(verify.findings(export(day), day.root))

    def test_finds_each_of_ten_thousand_changes_of_a_file(self):
        """One change at a time, also by somebody who computes digests and chain anew."""
        day = sealed_days(1, each=12)[0]
        lines = export(day)
        chance = random.Random(7)
        missed = [one for one in range(10_000) if not list(verify.findings(changed(lines, chance), day.root))]
        assert not missed

    def test_names_ten_thousand_rows_that_were_changed_in_the_database(self):
        """All at once, each by chance another column or the whole row: each is named (ASVS 16.4)."""
        actor = officer()
        with time_machine.travel(MONDAY, tick=False) as clock:
            AuditEntry.objects.bulk_create(
                AuditEntry(
                    at=MONDAY,
                    actor_kind=actor.kind,
                    user=actor.person,
                    organization=actor.organization,
                    role=actor.role,
                    action="case.read",
                    subject=f"K{number}",
                )
                for number in range(10_050)
            )
            sealing.seal()
            clock.shift(DAY)
            (day,) = sealing.close_days()
        spared = 50
        rows = sorted(AuditEntry.objects.values_list("pk", flat=True))[spared:]
        chance = random.Random(7)
        by_way: dict[str, list[int]] = {}
        for pk in rows:
            by_way.setdefault(chance.choice(WAYS), []).append(pk)
        for way, keys in by_way.items():
            past_the_triggers("audit_auditentry", f"{way} WHERE id IN ({','.join(map(str, keys))})")
        found = list(verify.findings(export(day), day.root))
        assert found == [f"number {number} was changed" for number in range(spared + 1, day.last + 1)]
        assert len(list(sealing.findings())) == 10_000

    def test_the_fingerprints_that_everybody_may_load_lead_to_the_same_root(self):
        day = sealed_days(1)[0]
        lines = list(sealing.export_lines(day, with_facts=False))
        assert "K7M2" not in "".join(lines)
        assert not list(verify.findings(lines, day.root))
        assert list(verify.findings([lines[0], *lines[2:]], day.root))

    def test_facts_that_are_left_out_of_some_rows_are_found(self):
        day = sealed_days(1)[0]
        lines = export(day)
        row = json.loads(lines[3])
        del row["facts"]
        assert list(verify.findings([*lines[:3], json.dumps(row), *lines[4:]], day.root)) == [
            "some rows come without their facts"
        ]

    @pytest.mark.parametrize(
        "text", ["", "{}", "[]", "no json", '{"first": "a", "before": ""}\n{"number": 1}']
    )
    def test_a_file_that_is_none_is_said_to_be_none(self, text):
        assert any("cannot be read" in one for one in verify.findings(text.splitlines(), "0" * 64))

    def test_the_script_needs_nothing_of_the_portal(self, tmp_path: Path):
        day = sealed_days(1)[0]
        file = tmp_path / "day.jsonl"
        call_command("export_audit", str(day.day), str(file), stdout=StringIO())
        script = tmp_path / "verify.py"
        script.write_bytes(Path(verify.__file__).read_bytes())
        command = [sys.executable, "-I", script, file]
        good = subprocess.run([*command, day.root], capture_output=True, text=True, cwd=tmp_path)
        assert (good.returncode, good.stdout) == (0, "nothing was changed\n")
        bad = subprocess.run([*command, "0" * 64], capture_output=True, text=True, cwd=tmp_path)
        assert (bad.returncode, "not the one" in bad.stdout) == (1, True)
        assert subprocess.run(command, capture_output=True, cwd=tmp_path).returncode == 2


WAYS = (
    "DELETE FROM audit_auditentry",
    "UPDATE audit_auditentry SET subject = subject || 'x'",
    "UPDATE audit_auditentry SET action = 'case.list'",
    "UPDATE audit_auditentry SET purpose = 'mended'",
    "UPDATE audit_auditentry SET data = '{\"a\": 1}'",
    "UPDATE audit_auditentry SET at = '2026-11-23 03:00:01+00:00'",
    "UPDATE audit_auditentry SET role = 'center_head'",
)


def changed(lines: list[str], chance: random.Random) -> list[str]:
    """Return the lines with one change; half of the time everything behind it is computed anew."""
    rows = [json.loads(line) for line in lines]
    at = chance.randrange(1, len(rows))
    way = chance.randrange(7)
    if way == 0:
        del rows[at]
    elif way == 1:
        rows.insert(at, rows[at])
    elif way == 2:
        other = at % (len(rows) - 1) + 1
        rows[at], rows[other] = rows[other], rows[at]
    elif way == 3:
        rows[at]["salt"] = f"{chance.getrandbits(128):032x}"
    elif way == 4:
        rows[at]["digest"] = f"{chance.getrandbits(256):064x}"
    else:
        facts = rows[at]["facts"]
        name = chance.choice(sorted(facts))
        facts[name] = f"{facts[name]}~{chance.getrandbits(20)}"
    if chance.random() < 0.5:
        chain = rows[0]["before"]
        for number, row in enumerate(rows[1:], start=rows[0]["first"]):
            row["number"] = number
            if way != 4:
                row["digest"] = verify.digest_of(row["salt"], row["facts"])
            chain = row["chain"] = verify.chained(chain, row["digest"])
        rows[0]["last"] = rows[-1]["number"]
    return [json.dumps(row) for row in rows]


class TestCommand:
    def test_says_that_all_is_well_and_what_the_root_is(self):
        (day,) = sealed_days(1)
        out = StringIO()
        call_command("verify_audit", stdout=out)
        assert out.getvalue() == f"6 rows are as they were sealed. Root of 2026-11-23: {day.root}\n"

    @pytest.mark.parametrize(
        ("statement", "words"),
        [
            (
                "UPDATE audit_auditentry SET subject = 'other' WHERE subject = 'K7M2-0003'",
                "the row was changed",
            ),
            ("DELETE FROM audit_auditentry WHERE subject = 'K7M2-0003'", "the row is gone"),
        ],
    )
    def test_fails_and_names_the_row(self, statement, words):
        sealed_days(1)
        pk = AuditEntry.objects.get(subject="K7M2-0003").pk
        past_the_triggers("audit_auditentry", statement)
        said = StringIO()
        with pytest.raises(CommandError, match="1 findings"):
            call_command("verify_audit", stderr=said)
        assert f"(audit {pk})" in said.getvalue()
        assert words in said.getvalue()

    def test_a_day_that_is_not_closed_has_no_export(self, tmp_path):
        with pytest.raises(CommandError, match="not closed"):
            call_command("export_audit", "2026-11-23", str(tmp_path / "x"))


class TestAppendOnly:
    @pytest.fixture(autouse=True)
    def sealed(self):
        sealed_days(1)
        Stamp.objects.create(day=SealedDay.objects.get(), token=b"x")

    @pytest.mark.parametrize("model", [AuditEntry, Seal, SealedDay, Stamp])
    def test_code_cannot_change_a_row(self, model):
        row = model.objects.first()
        for attempt in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(pk=9)):
            with pytest.raises(AppendOnlyError):
                attempt()

    @pytest.mark.parametrize("model", [AuditEntry, Seal, SealedDay, Stamp])
    def test_the_database_refuses_all_that_takes_a_row_away(self, model):
        table, key = model._meta.db_table, model._meta.pk.column
        ways = [f"DELETE FROM {table}", f"UPDATE {table} SET {key} = {key}"]
        if connection.vendor == "postgresql":
            # Checks that wait for the end of the transaction would forbid it before the trigger does.
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
            ways.append(f"TRUNCATE {table} CASCADE")
        else:
            ways.append(f"REPLACE INTO {table} SELECT * FROM {table}")
        before = list(model.objects.values())
        for way in ways:
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                connection.cursor().execute(way)
        assert list(model.objects.values()) == before


class TestDaily:
    def test_the_export_of_a_day_lies_ready_to_be_carried_away(self, settings, tmp_path):
        settings.KLANG = {**settings.KLANG, "TRAIL_DIR": tmp_path}
        (day,) = sealed_days(1)
        with time_machine.travel(MONDAY + DAY, tick=False):
            tasks.seal_the_trail.func()
        lines = (tmp_path / "2026-11-23.jsonl").read_text(encoding="utf-8").splitlines()
        assert not list(verify.findings(lines, day.root))
        assert not list(tmp_path.glob("*.part"))

    def test_a_stamp_is_asked_for_and_kept_when_it_names_the_root(self, settings, tmp_path):
        settings.KLANG = {**settings.KLANG, "TRAIL_DIR": tmp_path}
        (day,) = sealed_days(1)
        with time_machine.travel(MONDAY + DAY, tick=False):
            tasks.seal_the_trail.func()
            query = (tmp_path / "stamps" / "2026-11-23.tsq").read_bytes()
            assert bytes.fromhex(day.root) in query
            answer = tmp_path / "stamps" / "2026-11-23.tsr"
            answer.write_bytes(b"of another day")
            tasks.seal_the_trail.func()
            assert not Stamp.objects.exists()
            answer.write_bytes(b"signed " + bytes.fromhex(day.root))
            tasks.seal_the_trail.func()
        assert bytes(Stamp.objects.get().token) == answer.read_bytes()

    def test_the_query_is_what_an_authority_reads(self, tmp_path):
        if shutil.which("openssl") is None:
            pytest.skip("openssl is not here")
        file = tmp_path / "a.tsq"
        file.write_bytes(query_of("ab" * 32))
        text = subprocess.run(
            ["openssl", "ts", "-query", "-in", file, "-text"], capture_output=True, text=True, check=True
        ).stdout
        assert "sha256" in text
        assert text.count("ab ") + text.count("ab-") >= 30
        assert "Certificate required: yes" in text


def test_the_portal_itself_is_on_record():
    record(actor=System(), action="clock.fired")
    assert sealing.seal() == 1
