"""While the scanner has not said "clean" nobody reads a file, and whoever sends is not held up (ASVS 5.4.3; R18)."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db.models.fields.files import FieldFile
from django.urls import reverse

from cases.domain import disclosures, intake, quarantine
from cases.models import Case, CaseFile
from cases.models.case_file import QuarantinedError, Scan
from portal.actors import Citizen
from portal.audit.models import AuditEntry
from portal.files import CheckedFile
from portal.files.scanning import EICAR, ScannerAwayError, Trial, UnjudgedError
from portal.sealing.errors import BrokenSealError, UnknownKeyError
from tests.cases import factories
from tests.cases.factories import World


class Away:
    """A scanner that does not answer."""

    def is_clean(self, content: bytes) -> bool:
        raise ScannerAwayError


@pytest.fixture
def ask(settings):
    def ask(name: str) -> None:
        settings.KLANG = {**settings.KLANG, "SCANNER": name}

    ask("portal.files.scanning.Trial")
    return ask


@pytest.fixture
def case(world: World) -> Case:
    return factories.working_case(world)


def send(case: Case, content: bytes = b"picture") -> CaseFile:
    checked = CheckedFile(name="รูป.jpg", content=content, content_type="image/jpeg", extension="jpg")
    return intake.add_file(case=case, checked=checked, actor=Citizen(case.reference))


def get(client, case: Case, row: CaseFile):
    return client.get(reverse("desk:file", args=[case.reference, row.pk]))


def test_a_file_waits_is_judged_and_opens(client, world: World, case, ask):
    row = send(case)
    client.force_login(world.local.officer.person)
    answer = get(client, case, row)
    assert answer.status_code == 409
    assert "รอตรวจไวรัส" in answer.content.decode()
    assert b"picture" not in answer.content
    assert quarantine.scan_waiting() == 1
    assert b"".join(get(client, case, row).streaming_content) == b"picture"
    assert quarantine.scan_waiting() == 0


def test_what_is_bad_is_never_let_out_and_is_on_record(client, world: World, case, ask):
    row = send(case, b"x" + EICAR)
    quarantine.scan_waiting()
    row.refresh_from_db()
    assert row.scan == Scan.BAD
    client.force_login(world.local.officer.person)
    assert get(client, case, row).status_code == 409
    with pytest.raises(QuarantinedError):
        row.opened()
    assert AuditEntry.objects.get(action="file.quarantined").subject == case.reference
    content = disclosures.copy_for(case=case, actor=world.local.officer, identified="ตรวจบัตร")
    assert EICAR not in content
    assert "รูป.jpg".encode() not in content


def test_a_scanner_that_is_away_lets_nothing_through_and_holds_nobody_up(
    world: World, case, ask, monkeypatch
):
    ask("tests.cases.domain.test_quarantine.Away")
    row = send(case)
    assert quarantine.scan_waiting() == 0
    row.refresh_from_db()
    assert row.scan == Scan.WAITING
    ask("portal.files.scanning.Trial")
    assert quarantine.scan_waiting() == 1


def test_where_nobody_is_asked_files_open_at_once(case):
    row = send(case)
    assert row.is_readable
    assert quarantine.scan_waiting() == 0


def test_a_file_that_is_gone_stops_nothing(case, ask):
    lost, there = send(case), send(case)
    lost.file.storage.delete(lost.file.name)
    assert quarantine.scan_waiting() == 1
    there.refresh_from_db()
    assert there.scan == Scan.CLEAN


def test_two_workers_judge_it_once(case, ask):
    row = send(case, EICAR)
    CaseFile.objects.filter(pk=row.pk).update(scan=Scan.CLEAN)
    assert not quarantine._judge(row, Trial())
    assert not AuditEntry.objects.filter(action="file.quarantined").exists()


class Choosy(Trial):
    """A scanner that gives no verdict on one file and hangs over another."""

    def is_clean(self, content: bytes) -> bool:
        if content == b"too long":
            raise UnjudgedError
        if content == b"a bomb":
            raise ScannerAwayError
        return super().is_clean(content)


@pytest.fixture
def choosy(ask, monkeypatch):
    ask("tests.cases.domain.test_quarantine.Choosy")
    cache.clear()
    yield lambda most: monkeypatch.setattr(quarantine, "MOST_AT_ONCE", most)
    cache.clear()


def scans(*rows: CaseFile) -> list[str]:
    found = dict(CaseFile.objects.values_list("pk", "scan"))
    return [found[row.pk] for row in rows]


def test_a_file_that_cannot_be_judged_keeps_no_other_closed(case, choosy):
    """R18: of one the scanner says "size limit exceeded" for ever."""
    odd, later = send(case, b"too long"), send(case)
    assert quarantine.scan_waiting() == 1
    assert scans(odd, later) == [Scan.WAITING, Scan.CLEAN]


def test_a_file_over_which_the_scanner_hangs_is_asked_about_last_the_next_time(case, choosy):
    bomb, later = send(case, b"a bomb"), send(case)
    assert [quarantine.scan_waiting() for _each in range(2)] == [0, 1]
    assert scans(bomb, later) == [Scan.WAITING, Scan.CLEAN]


@pytest.mark.parametrize("error", [BrokenSealError("x"), UnknownKeyError("k"), OSError(5, "I/O error")])
def test_a_file_that_cannot_be_read_here_keeps_no_other_closed(case, choosy, monkeypatch, error):
    damaged, later = send(case), send(case)
    opened = FieldFile.open

    def broken(self, *args):
        if self.name == damaged.file.name:
            raise error
        return opened(self, *args)

    monkeypatch.setattr(FieldFile, "open", broken)
    assert quarantine.scan_waiting() == 1
    assert scans(damaged, later) == [Scan.WAITING, Scan.CLEAN]


def test_more_lost_files_than_a_round_takes_keep_no_other_closed(case, choosy):
    choosy(2)
    lost = [send(case) for _each in range(3)]
    later = send(case)
    for row in lost:
        row.file.storage.delete(row.file.name)
    assert [quarantine.scan_waiting() for _each in range(2)] == [0, 1]
    assert scans(later) == [Scan.CLEAN]
