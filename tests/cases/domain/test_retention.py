"""Personal data goes when its time is over, by two people, and never against an order (PDPA s.37(3); privacy 14)."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.domain import closure, erasing, limits, retention
from cases.errors import GuardFailed, NotAllowed
from cases.models import Case, RetentionRelease, RetentionRule
from cases.vocabulary import Confidentiality
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.factories import World

ANY_CLASS = (ProblemType.QUALITY_OF_LIFE, Confidentiality.NORMAL)


def due_case(world: World, *, days: int = -1) -> Case:
    case = factories.closed_case(world)
    Case.objects.filter(pk=case.pk).update(retention_until=timezone.localdate() + dt.timedelta(days=days))
    case.refresh_from_db()
    return case


@pytest.fixture
def case(world: World) -> Case:
    return due_case(world)


@pytest.fixture
def asker(case: Case):
    return officer(case.holder, Role.LAO_CHIEF_ADMINISTRATOR)


@pytest.fixture
def second(case: Case):
    return officer(case.holder, Role.LAO_CHIEF_ADMINISTRATOR)


class TestRules:
    def test_without_a_rule_it_is_ten_years(self, world: World):
        assert retention.years_for(*ANY_CLASS) == limits.RETENTION_YEARS == 10

    def test_a_rule_counts_for_cases_that_close_from_then_on(self, world: World):
        before = factories.closed_case(world)
        kind = {"problem": before.problem, "confidentiality": before.confidentiality}
        retention.set_rule(actor=world.center.supervisor, **kind, years=2, note="คำสั่งที่ 5/2570")
        after = factories.closed_case(world)
        assert after.retention_until.year == timezone.localdate().year + 2
        before.refresh_from_db()
        assert before.retention_until.year == timezone.localdate().year + 10
        entry = AuditEntry.objects.get(action="retention.set_rule")
        assert entry.data == {"years": 2, "was": 10}

    @pytest.mark.parametrize(("years", "note"), [(0, "ก"), (51, "ก"), (-1, "ก"), (5, "  ")])
    def test_it_needs_a_reason_and_a_number_that_is_one(self, world: World, years, note):
        with pytest.raises(GuardFailed):
            retention.set_rule(
                actor=world.center.supervisor,
                problem=ANY_CLASS[0],
                confidentiality=ANY_CLASS[1],
                years=years,
                note=note,
            )
        assert not RetentionRule.objects.exists()

    def test_only_the_head_of_the_center_sets_it(self, world: World):
        for somebody in (world.center.officer, world.local.supervisor):
            with pytest.raises(NotAllowed):
                retention.set_rule(
                    actor=somebody, problem=ANY_CLASS[0], confidentiality=ANY_CLASS[1], years=1, note="ก"
                )


class TestTwoPeople:
    def test_one_asks_and_another_one_lets_go(self, case, asker, second):
        release = retention.ask_release(actor=asker, cases=[case.pk])
        case.refresh_from_db()
        assert case.narrative, "asking erases nothing"
        assert retention.decide(actor=second, release=release, approve=True) == 1
        case.refresh_from_db()
        assert (case.anonymized, case.narrative) == (True, "")
        actions = AuditEntry.objects.filter(action__startswith="retention").order_by("pk")
        assert list(actions.values_list("action", "user")) == [
            ("retention.ask", asker.person.pk),
            ("retention.approve", second.person.pk),
        ]

    def test_nobody_decides_on_what_they_asked_for(self, case, asker):
        release = retention.ask_release(actor=asker, cases=[case.pk])
        with pytest.raises(NotAllowed):
            retention.decide(actor=asker, release=release, approve=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            RetentionRelease.objects.filter(pk=release.pk).update(decided_by=asker.person)
        case.refresh_from_db()
        assert case.narrative

    def test_the_center_may_be_the_second_and_another_office_not(self, world: World, case, asker):
        release = retention.ask_release(actor=asker, cases=[case.pk])
        with pytest.raises(NotAllowed):
            retention.decide(actor=world.hospital.supervisor, release=release, approve=True)
        assert retention.decide(actor=world.center.supervisor, release=release, approve=True) == 1

    def test_a_refusal_leaves_everything_and_the_case_can_be_asked_for_again(self, case, asker, second):
        release = retention.ask_release(actor=asker, cases=[case.pk])
        assert retention.decide(actor=second, release=release, approve=False) == 0
        case.refresh_from_db()
        assert case.narrative
        assert retention.ask_release(actor=asker, cases=[case.pk]).pk != release.pk

    def test_it_is_decided_once(self, case, asker, second):
        release = retention.ask_release(actor=asker, cases=[case.pk])
        retention.decide(actor=second, release=release, approve=False)
        with pytest.raises(NotAllowed):
            retention.decide(actor=second, release=release, approve=True)

    def test_who_does_not_supervise_sees_and_asks_nothing(self, world: World, case):
        clerk = officer(case.holder, Role.LAO_OFFICER)
        with pytest.raises(NotAllowed):
            retention.ask_release(actor=clerk, cases=[case.pk])
        assert not retention.to_decide(clerk).exists()

    def test_another_office_cannot_ask_for_it(self, world: World, case):
        with pytest.raises(GuardFailed):
            retention.ask_release(actor=world.hospital.supervisor, cases=[case.pk])

    @pytest.mark.parametrize("days", [0, 1, 400])
    def test_nothing_goes_before_its_time(self, world: World, days):
        early = due_case(world, days=days)
        actor = officer(early.holder, Role.LAO_CHIEF_ADMINISTRATOR)
        with pytest.raises(GuardFailed):
            retention.ask_release(actor=actor, cases=[early.pk])

    def test_none_and_too_many_are_refused(self, asker):
        for keys in ([], range(201)):
            with pytest.raises(GuardFailed):
                retention.ask_release(actor=asker, cases=keys)

    def test_a_case_waits_in_one_release_only(self, case, asker, second):
        retention.ask_release(actor=asker, cases=[case.pk])
        with pytest.raises(GuardFailed):
            retention.ask_release(actor=second, cases=[case.pk])

    def test_what_was_broken_off_is_gone_on_with(self, case, asker, second, monkeypatch):
        release = retention.ask_release(actor=asker, cases=[case.pk])
        monkeypatch.setattr(retention, "carry_out", lambda row: 0)
        retention.decide(actor=second, release=release, approve=True)
        monkeypatch.undo()
        assert (retention.carry_out_all(), retention.carry_out_all()) == (1, 0)
        case.refresh_from_db()
        assert case.anonymized


class TestHold:
    def test_what_is_held_back_is_not_erased(self, case, asker, second):
        release = retention.ask_release(actor=asker, cases=[case.pk])
        retention.hold(actor=asker, case=case, reason="คดีดำที่ 12/2570")
        assert retention.decide(actor=second, release=release, approve=True) == 0
        case.refresh_from_db()
        assert case.narrative
        retention.lift(actor=second, case=case)
        assert retention.carry_out_all() == 1

    def test_it_needs_a_reason_and_stands_once(self, case, asker):
        with pytest.raises(GuardFailed):
            retention.hold(actor=asker, case=case, reason=" ")
        retention.hold(actor=asker, case=case, reason="คดี")
        with pytest.raises(GuardFailed):
            retention.hold(actor=asker, case=case, reason="คดี")

    def test_another_office_neither_places_nor_lifts_it(self, world: World, case, asker):
        with pytest.raises(NotAllowed):
            retention.hold(actor=world.hospital.supervisor, case=case, reason="คดี")
        retention.hold(actor=asker, case=case, reason="คดี")
        with pytest.raises(NotAllowed):
            retention.lift(actor=world.hospital.supervisor, case=case)


def test_a_case_that_is_opened_again_leaves_the_list(world: World, case, asker, second):
    release = retention.ask_release(actor=asker, cases=[case.pk])
    closure.reopen_case(case=case, actor=asker, note="ยังไม่จบ")
    assert retention.decide(actor=second, release=release, approve=True) == 0
    case.refresh_from_db()
    assert case.narrative


def test_the_holder_is_told_once_a_month_before_the_day(world: World):
    early = due_case(world, days=30)
    assert (retention.warn_holders(), retention.warn_holders()) == (1, 0)
    message = OutboxMessage.objects.get(template="retention_soon")
    assert (message.organization, set(message.context)) == (early.holder, {"link", "body_name"})


def test_what_is_far_off_or_gone_warns_nobody(world: World, case):
    due_case(world, days=61)
    assert retention.warn_holders() == 0
    erasing.erase(case)
    assert retention.warn_holders() == 0


def test_the_report_counts_and_erases_nothing(world: World, case):
    out = StringIO()
    call_command("retention", stdout=out)
    assert "kept 1\tdue 1\theld 0" in out.getvalue()
    assert case.reference not in out.getvalue()
    case.refresh_from_db()
    assert not case.anonymized
