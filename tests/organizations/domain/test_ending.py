"""What an organization's end means is said before and carried out after (issue 7, "An end is handled everywhere"; R22)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from portal.organizations.domain import ending
from portal.organizations.models import Organization
from tests.organizations.factories import OrganizationFactory

pytestmark = pytest.mark.django_db

NAMES = ("อบต.ก", "อบต.ข", "อบต.ค")


class Room:
    """A room that keeps something for every organization."""

    def __init__(self) -> None:
        self.handed_over: list[tuple[str, str, bool]] = []
        self.fails = False

    def report(self, organization: Organization) -> list[str]:
        return [f"ถือเรื่องอยู่ 3 เรื่อง ({organization.short_name})"]

    def carry_out(self, organization: Organization, *, successor: Organization | None, actor: Any) -> None:
        if self.fails:
            raise RuntimeError("a room cannot hand over")
        organization.refresh_from_db()
        self.handed_over.append(
            (organization.short_name, successor.short_name if successor else "", organization.is_active)
        )


@pytest.fixture
def room() -> Iterator[Room]:
    """A registered room, gone after the test."""
    made = Room()
    ending.register(report=made.report, carry_out=made.carry_out)
    yield made
    ending.unregister(report=made.report, carry_out=made.carry_out)


def run(tmp_path: Path, rows: list[str], *options: str) -> list[str]:
    """Import rows and return the report."""
    path = tmp_path / "list.csv"
    path.write_text("\n".join(["ชื่อ,จังหวัด,อำเภอ,วันที่เลิก,รวมกับ", *rows]), encoding="utf-8")
    out = io.StringIO()
    call_command("import_organizations", str(path), *options, stdout=out)
    return out.getvalue().splitlines()


def rows(*closed: str) -> list[str]:
    """All three organizations, some of them merged with the last."""
    return [f"{name},กระบี่,เมืองกระบี่,{'1 ต.ค. 2565,อบต.ค' if name in closed else ','}" for name in NAMES]


class TestImport:
    """A list that closes organizations."""

    def test_the_dry_run_says_what_hangs_on_an_organization_that_ends(
        self, room: Room, tmp_path: Path
    ) -> None:
        run(tmp_path, rows())
        report = run(tmp_path, rows("อบต.ก"), "--dry-run")
        assert [line for line in report if "ถือเรื่องอยู่ 3 เรื่อง (อบต.ก)" in line]
        assert not [line for line in report if "(อบต.ข)" in line or "(อบต.ค)" in line]
        assert room.handed_over == []

    def test_the_run_hands_over_once_and_to_the_successor(self, room: Room, tmp_path: Path) -> None:
        run(tmp_path, rows())
        for _again in range(2):
            run(tmp_path, rows("อบต.ก", "อบต.ข"))
        assert room.handed_over == [("อบต.ก", "อบต.ค", False), ("อบต.ข", "อบต.ค", False)]

    def test_an_organization_that_vanished_has_no_successor(self, room: Room, tmp_path: Path) -> None:
        run(tmp_path, rows())
        report = run(tmp_path, rows()[:2], "--dry-run")
        assert [line for line in report if "ไม่มีในไฟล์แล้ว" in line and "(อบต.ค)" in line]
        run(tmp_path, rows()[:2])
        assert room.handed_over == [("อบต.ค", "", False)]

    def test_what_was_closed_before_it_was_known_has_nothing_to_hand_over(
        self, room: Room, tmp_path: Path
    ) -> None:
        assert "ถือเรื่องอยู่" not in "".join(run(tmp_path, rows("อบต.ก")))
        assert room.handed_over == []

    def test_nothing_is_closed_when_a_room_cannot_hand_over(self, room: Room, tmp_path: Path) -> None:
        run(tmp_path, rows())
        room.fails = True
        with pytest.raises(RuntimeError):
            run(tmp_path, rows("อบต.ก"))
        assert not Organization.objects.filter(is_active=False).exists()


class TestRegistry:
    """The pairs of functions."""

    def test_a_pair_counts_once(self, room: Room) -> None:
        ending.register(report=room.report, carry_out=room.carry_out)
        assert len(ending.report(OrganizationFactory())) == 1

    def test_what_was_never_registered_cannot_be_taken_out(self) -> None:
        stranger = Room()
        with pytest.raises(ValueError, match="not in list"):
            ending.unregister(report=stranger.report, carry_out=stranger.carry_out)
