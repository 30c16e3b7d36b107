"""The door, the view and the sentence say the same, for 100,000 pairs of an officer and a case (issue 9, point 12)."""

from __future__ import annotations

import datetime as dt
import random
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Prefetch
from django.utils import timezone

from cases.desk.case.access import REFUSED, why
from cases.domain.view import Decision, Refusal, decide, decision_on
from cases.machine.standing import Grant as GrantValue
from cases.machine.verbs.watching import GLASS_OPEN
from cases.machine.vocabulary import GrantReason, Scope
from cases.models import Case, Grant
from portal.accounts.functions import Function
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.audit.models import AuditEntry
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from tests.cases import factories, scopes
from tests.cases.factories import World

CASES, OFFICERS, BODIES = 320, 320, 40
PAIRS = CASES * OFFICERS
WORK = (Function.INTAKE, Function.WORK, Function.SUPERVISE, Function.FIELD)
OTHER = (Function.EDIT_CONTENT, Function.ACCOUNTS, Function.SYSTEM, Function.ALARMS, Function.VIEW)


def many(world: World) -> tuple[list[Case], list[Officer]]:
    """Make cases with grants at random, and officers with functions at random; some are recused."""
    dice = random.Random(2569)  # noqa: S311
    now = timezone.now()
    bodies = Organization.objects.bulk_create(
        Organization(type=OrganizationType.OTHER, name_th=f"หน่วยงานที่ {number}") for number in range(BODIES)
    )
    people = User.objects.bulk_create(
        User(username=f"door-{number}", display_name=f"เจ้าหน้าที่ {number}") for number in range(OFFICERS)
    )
    first = factories.received_case(world)
    pattern = {
        field.attname: getattr(first, field.attname)
        for field in Case._meta.concrete_fields
        if not field.primary_key
    }
    cases = Case.objects.bulk_create(
        Case(**pattern | {"reference": f"D{number:03}-DOOR", "submission_key": f"door-{number}"})
        for number in range(CASES)
    )
    Grant.objects.bulk_create(
        Grant(
            case=case,
            number=number,
            organization=dice.choice(bodies),
            scope=dice.choice(list(Scope)),
            reason=dice.choice(list(GrantReason)),
            since=now - dice.choice([dt.timedelta(hours=1), GLASS_OPEN + dt.timedelta(hours=1)]),
            until=dice.choice([None, None, now]),
        )
        for case in cases
        for number in range(10, 10 + dice.randrange(6))
    )
    recused = Case.recused.through
    recused.objects.bulk_create(
        recused(case_id=case.pk, user_id=dice.choice(people).pk) for case in cases for _ in range(2)
    )
    officers = [
        Officer(
            person=person,
            appointment=None,  # type: ignore[arg-type]
            organization=dice.choice(bodies),
            role=Role.LAO_OFFICER,
            functions=frozenset(dice.sample(WORK if dice.random() < 0.8 else OTHER, 2)),
        )
        for person in people
    ]
    return cases, officers


def decisions(cases: list[Case], officer: Officer, now: dt.datetime) -> dict[int, Decision]:
    """Return what the pure function says of every case."""
    return {
        case.pk: decide(
            organization=officer.organization.pk,
            person=officer.person.pk,
            works_on_cases=officer.works_on_cases,
            grants=case.values,  # type: ignore[attr-defined]
            recused=case.who_is_recused,  # type: ignore[attr-defined]
            excluded=case.excluded,
            now=now,
        )
        for case in cases
    }


@pytest.mark.slow
def test_the_sentence_and_the_door_agree_on_a_hundred_thousand_pairs(world: World) -> None:
    made, officers = many(world)
    assert PAIRS >= 100_000
    found = Case.objects.filter(pk__in=[case.pk for case in made])
    cases = list(found.prefetch_related("grants", Prefetch("recused", User.objects.only("pk"))))
    for case in cases:
        case.who_is_recused = frozenset(person.pk for person in case.recused.all())
        case.values = [
            GrantValue(
                number=row.number,
                organization=row.organization_id,
                scope=Scope(row.scope),
                reason=GrantReason(row.reason),
                since=row.since,
                until=row.until,
            )
            for row in case.grants.all()
        ]
    doors = (
        (Case.objects.visible_to, Scope.PART),
        (Case.objects.known_to, Scope.SUMMARY),
        (Case.objects.heard_of, Scope.METADATA),
    )
    told: set[object] = set()
    now = timezone.now()
    for officer in officers:
        said = decisions(cases, officer, now)
        for door, least in doors:
            opens = set(door(officer).filter(pk__in=said).values_list("pk", flat=True))
            assert opens == {pk for pk, one in said.items() if one.scope is not None and one.scope >= least}
        for one in {(one.scope, one.refusal, one.reasons[:1]): one for one in said.values()}.values():
            sentence = why(one)
            assert (str(REFUSED[Refusal.NO_REASON]) in sentence) is (one.refusal == Refusal.NO_REASON)
            assert sentence.startswith("เห็น") is (one.scope is not None)
            assert one.scope is None or str(one.scope.label) in sentence
            assert all(str(reason.why.label) in sentence for reason in one.reasons)
            told |= {one.scope, one.refusal}
    assert told >= {*Scope, None, Refusal.NO_CASE_WORK, Refusal.RECUSED, Refusal.NO_REASON}


# --- for the data-protection officer ----------------------------------------------------------------------------------


def answer(user: User, case: Case, **options: str) -> str:
    out = StringIO()
    call_command(
        "why_may_see", user.username, case.reference, stdout=out, **{"purpose": "คำร้อง 3/2569"} | options
    )
    return out.getvalue()


def test_an_imagined_officer_gets_the_sentence_of_the_page_and_the_question_is_recorded(world: World) -> None:
    scene = scopes.scene(world)
    for scope, reader in scene.readers.items():
        said = answer(reader.person, scene.case)
        assert why(decision_on(scene.case, reader)) in said
        assert str(scope.label) in said
        assert not scopes.found_in(said)
    stranger = world.hospital.supervisor
    Grant.objects.filter(organization=world.hospital.organization).update(until=timezone.now())
    assert "ไม่มีเหตุให้อ่าน" in answer(stranger.person, scene.case)
    entry = AuditEntry.objects.filter(action="case.why").latest("pk")
    assert (entry.subject, entry.purpose) == (scene.case.reference, "คำร้อง 3/2569")
    assert entry.data == {"user": stranger.person.pk}


def test_without_a_purpose_nothing_is_said(world: World) -> None:
    case = factories.received_case(world)
    with pytest.raises(CommandError):
        answer(world.center.officer.person, case, purpose="  ")
    with pytest.raises(CommandError):
        call_command("why_may_see", "nobody", case.reference, purpose="ก")
    assert not AuditEntry.objects.filter(action="case.why").exists()


def test_who_has_no_appointment_today_sees_nothing(world: World) -> None:
    case = factories.received_case(world)
    person = world.center.officer.person
    person.appointments.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    assert "ไม่มีคำสั่งแต่งตั้ง" in answer(person, case)
