"""`manage.py verify` says what has to be done, by its exit code too, and the morning leaves one look (issue 15)."""

from __future__ import annotations

import datetime as dt
import json
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from portal.upkeep import backups
from portal.upkeep.models import Inspection
from portal.upkeep.registry import NOTHING, Check, Found, Look, Severity
from portal.upkeep.running import inspect_and_keep
from portal.upkeep.tasks import inspect_each_morning, inspect_now

NOW = dt.datetime(2026, 11, 26, 3, 0, tzinfo=dt.UTC)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Three checks that find what the test says; an exception is raised."""
    answers: dict[str, Any] = {"later": NOTHING, "soon": NOTHING, "at_once": NOTHING}

    def check(name: str, severity: Severity) -> Check:
        def look(look: Look) -> Found:
            if isinstance(answers[name], Exception):
                raise answers[name]
            return answers[name]

        return Check(name, severity, f"เรื่อง {name}", f"วิธี {name}", look)

    known = {name: check(name, severity) for name, severity in zip(answers, Severity, strict=True)}
    for module in ("portal.upkeep.running", "portal.management.commands.verify", "cases.desk.upkeep.rows"):
        monkeypatch.setattr(f"{module}.checks", lambda: known)
    return answers


def verify(*arguments: str) -> tuple[int, str]:
    """Return exit code and what was printed."""
    out = StringIO()
    try:
        call_command("verify", *arguments, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.django_db
class TestCommand:
    def test_all_is_well(self, found: dict[str, Any]) -> None:
        code, text = verify()
        assert code == 0
        assert text.startswith("3 checks, 0 findings")

    @pytest.mark.parametrize(
        ("wrong", "code"), [(["later"], 1), (["later", "soon"], 2), (["soon"], 2), (["at_once", "later"], 3)]
    )
    def test_the_exit_code_is_that_of_the_gravest_finding(
        self, found: dict[str, Any], wrong: list[str], code: int
    ) -> None:
        found.update(dict.fromkeys(wrong, Found(2)))
        assert verify()[0] == code

    def test_the_gravest_stands_first_with_its_remedy_and_what_it_names(self, found: dict[str, Any]) -> None:
        found.update(later=Found(1), at_once=Found(1_000, ("K7M2-0001",)))
        _code, text = verify()
        lines = text.splitlines()
        assert lines[0].startswith("NOW    at_once  1000+")
        assert "K7M2-0001" in lines[2]
        assert lines[3].strip() == "→ วิธี at_once"
        assert text.index("at_once") < text.index("later")

    def test_a_check_that_cannot_look_counts_as_a_matter_of_today_without_what_it_met(
        self, found: dict[str, Any]
    ) -> None:
        found["later"] = ValueError("คะนารี กรงทอง")
        code, text = verify()
        assert code == 2
        assert "could not look: ValueError" in text
        assert "คะนารี" not in text

    def test_programs_read_one_object_a_line(self, found: dict[str, Any]) -> None:
        found["soon"] = Found(3, ("a", "b"))
        code, text = verify("--json", "--all")
        rows = [json.loads(line) for line in text.splitlines()]
        assert code == 2
        assert rows[0]["name"] == "soon"
        assert (rows[0]["severity"], rows[0]["count"], rows[0]["names"]) == ("today", 3, ["a", "b"])
        assert len(rows) == 3

    def test_only_those_that_are_named(self, found: dict[str, Any]) -> None:
        found["at_once"] = Found(1)
        assert verify("later")[0] == 0
        with pytest.raises(CommandError, match="no check is called nonsense; known are later, soon, at_once"):
            verify("nonsense")


@pytest.mark.django_db
class TestMorning:
    def test_one_look_each_morning_after_six_however_often_the_task_runs(self, found: dict[str, Any]) -> None:
        before_six = dt.datetime(2026, 11, 25, 22, 59, tzinfo=dt.UTC)
        with time_machine.travel(before_six, tick=False) as clock:
            inspect_each_morning.call()
            assert not Inspection.objects.exists()
            for _minute in range(3):
                clock.shift(dt.timedelta(minutes=2))
                inspect_each_morning.call()
            assert Inspection.objects.count() == 1
            clock.shift(dt.timedelta(days=3))
            inspect_each_morning.call()
            assert Inspection.objects.count() == 2, "late is better than not at all, and once"

    def test_who_asks_gets_another_look(self, found: dict[str, Any]) -> None:
        found["soon"] = Found(1)
        assert inspect_now.call() == 1
        assert inspect_now.call() == 1
        assert Inspection.objects.count() == 2

    def test_what_is_kept_has_no_names_and_does_not_grow(
        self, found: dict[str, Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        found["soon"] = Found(1, ("K7M2-0001",))
        monkeypatch.setattr(Inspection, "KEPT", 3)
        for day in range(6):
            made = inspect_and_keep(Look(NOW + dt.timedelta(days=day)))
        assert "K7M2" not in json.dumps(made.results)
        assert [one.at.day for one in Inspection.objects.all()] == [1, 30, 29]


def test_the_moments_of_backups_are_kept_apart_and_a_broken_note_is_none(
    settings: Any, tmp_path: Any
) -> None:
    settings.KLANG_VAR = tmp_path
    assert backups.moment(backups.MADE) is None
    backups.note(backups.MADE, NOW)
    backups.note(backups.TRIED, NOW + dt.timedelta(days=1))
    assert backups.moment(backups.MADE) == NOW
    assert backups.moment(backups.TRIED) == NOW + dt.timedelta(days=1)
    (tmp_path / "backups.json").write_text("{")
    assert backups.moment(backups.MADE) is None


@pytest.mark.django_db
def test_a_look_from_the_future_keeps_no_morning_from_coming(found: dict[str, Any]) -> None:
    """It was written by a clock that has been put back since, and would stand first until its day."""
    morning = dt.datetime(2026, 11, 25, 23, 5, tzinfo=dt.UTC)
    Inspection.objects.create(at=morning + dt.timedelta(days=300), seconds=1, results=[])
    with time_machine.travel(morning, tick=False):
        inspect_each_morning.call()
        assert Inspection.objects.get().at == morning
