"""Need to know: who has no part in a case learns nothing of it, not even that it exists (cases.md, privacy 1 to 4)."""

from __future__ import annotations

import pytest
from django.db.models import Q

from cases.domain import referral, working
from cases.domain.queries.outgoing import SentReferral, referrals_sent_by
from cases.machine.vocabulary import Stage, WaitingKind, WaitingState
from cases.models import Case
from cases.vocabulary import Consent, HandoverReason, ReturnReason
from portal.accounts.roles import Role
from portal.actors import Actor, Citizen
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.factories import CANARIES, Body, World
from tests.helpers import assert_same_queries


def who_sees(case: Case, world: World) -> set[str]:
    """Names of the bodies whose officer sees the case; the supervisor must see the same."""
    bodies = {
        "center": world.center,
        "local": world.local,
        "other": world.other_local,
        "lead": world.lead,
        "hospital": world.hospital,
    }
    found = {name for name, body in bodies.items() if sees(body.officer, case)}
    assert found == {name for name, body in bodies.items() if sees(body.supervisor, case)}
    return found


def sees(actor: Actor, case: Case) -> bool:
    return Case.objects.visible_to(actor).filter(pk=case.pk).exists()


def refer(case: Case, target: Body, by: Body):
    return referral.refer_case(
        case=case,
        target=target.organization,
        actor=by.officer,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )


def test_a_request_is_the_centers_alone(world: World):
    assert who_sees(factories.received_case(world), world) == {"center"}


def test_a_crisis_report_is_seen_by_the_lead_agency_at_once(world: World):
    assert who_sees(factories.crisis_case(world), world) == {"center", "lead"}


def test_the_target_reads_before_it_answers_and_the_sender_no_longer_after(world: World):
    pending = factories.pending_referral(world)
    assert who_sees(pending.case, world) == {"center", "local"}
    case = referral.accept_referral(referral=pending, actor=world.local.officer).case
    assert who_sees(case, world) == {"local"}


def test_access_ends_with_a_return(world: World):
    pending = factories.pending_referral(world)
    case = referral.return_referral(
        referral=pending, actor=world.local.officer, reason=ReturnReason.CONFLICT_OF_INTEREST, note="เป็นญาติ"
    ).case
    assert who_sees(case, world) == {"center"}


def test_access_ends_with_a_recall(world: World):
    pending = factories.pending_referral(world)
    assert who_sees(referral.recall_referral(referral=pending, actor=world.center.officer).case, world) == {
        "center"
    }


def test_whoever_passes_a_case_on_stops_seeing_it(world: World):
    child = referral.forward_referral_on(
        referral=factories.pending_referral(world),
        target=world.other_local.organization,
        actor=world.local.officer,
        reason=HandoverReason.PROPER_AREA,
        consent=Consent.GIVEN,
    )
    assert who_sees(child.case, world) == {"center", "other"}


def test_a_helper_sees_it_while_it_helps(world: World):
    part = referral.refer_jointly(
        case=factories.working_case(world),
        target=world.hospital.organization,
        actor=world.local.officer,
        consent=Consent.GIVEN,
        request="ตรวจร่างกาย",
    )
    assert who_sees(part.case, world) == {"local", "hospital"}
    part = referral.accept_referral(referral=part, actor=world.hospital.officer)
    assert who_sees(part.case, world) == {"local", "hospital"}
    part = referral.complete_part(referral=part, actor=world.hospital.officer, note="เสร็จแล้ว")
    assert who_sees(part.case, world) == {"local"}


def test_a_closed_case_stays_with_its_last_holder(world: World):
    assert who_sees(factories.closed_case(world), world) == {"local"}


@pytest.mark.parametrize(
    "role", [Role.CONTENT_EDITOR, Role.PUBLISHER, Role.PROVINCE_ADMIN, Role.SYSTEM_ADMIN]
)
def test_roles_without_case_work_see_no_case_even_in_the_holding_body(world: World, role):
    case = factories.received_case(world)
    assert not sees(officer(world.center.organization, role), case)
    assert not sees(Citizen(case.reference), case)


def test_a_case_is_listed_once_however_often_it_was_forwarded(world: World):
    case = factories.screened_case(world)
    for _ in range(2):
        pending = refer(case, world.local, by=world.center)
        case = referral.recall_referral(referral=pending, actor=world.center.officer).case
    refer(case, world.local, by=world.center)
    assert Case.objects.visible_to(world.local.officer).count() == 1
    assert Case.objects.visible_to(world.center.officer).count() == 1


def test_counts_and_searches_through_the_door_tell_strangers_nothing(world: World):
    factories.working_case(world)
    door = Case.objects.visible_to(world.other_local.officer)
    assert door.count() == 0
    assert not [case for case in door if CANARIES[1] in case.narrative or "คะนารี" in case.reporter.name]
    assert list(door.values_list("problem").distinct()) == []


def test_the_sender_keeps_the_metadata_of_what_it_sent_and_nothing_else(world: World):
    case = factories.closed_case(world)
    (sent,) = referrals_sent_by(world.center.officer)
    assert sent == SentReferral(
        pk=case.referrals.get().pk,
        reference=case.reference,
        mode=WaitingKind.HANDOVER,
        target=world.local.organization,
        sent_at=sent.sent_at,
        answered_at=sent.answered_at,
        state=WaitingState.DONE,
        return_reason="",
        stage=Stage.CLOSED,
        holder=world.local.organization,
        letter_id=case.referrals.get().letter_id,
    )
    assert not [canary for canary in CANARIES if canary in repr(sent)]
    assert case.problem not in repr(sent)


def test_sent_referrals_are_those_of_the_own_body_and_of_people_with_case_work(world: World):
    factories.pending_referral(world)
    assert len(referrals_sent_by(world.center.supervisor)) == 1
    assert referrals_sent_by(world.local.officer) == []
    assert referrals_sent_by(officer(world.center.organization, Role.SYSTEM_ADMIN)) == []
    assert referrals_sent_by(officer(world.local.organization, Role.CONTENT_EDITOR)) == []


def test_lists_cost_the_same_however_long_they_are(world: World):
    factories.pending_referral(world)

    def read() -> None:
        list(Case.objects.visible_to(world.center.officer).select_related("holder"))
        referrals_sent_by(world.center.officer)

    assert_same_queries(read, lambda: [factories.pending_referral(world) for _ in range(2)])


def test_a_door_that_is_asked_about_few_cases_lets_through_the_same(world: World) -> None:
    """With `among` it looks at the grants of these alone; who reads what does not change by that (privacy 1)."""
    made = [
        factories.pending_referral(world).case,
        factories.working_case(world),
        factories.working_crisis_case(world),
        factories.closed_case(world),
        factories.received_case(world),
    ]
    working.recuse(case=made[1], actor=world.local.officer)
    bodies = (world.center, world.local, world.other_local, world.lead, world.hospital)
    found = set()
    for actor in [person for body in bodies for person in (body.officer, body.supervisor)]:
        for door in (Case.objects.visible_to, Case.objects.known_to, Case.objects.heard_of):
            for keys in ([case.pk for case in made[:3]], [made[0].pk], [0], []):
                plain = set(door(actor).filter(pk__in=keys))
                assert set(door(actor, among=Q(pk__in=keys))) == plain
                found.add(len(plain))
            for case in made:
                by_reference = door(actor, among=Q(reference=case.reference))
                assert list(by_reference) == list(door(actor).filter(reference=case.reference))
    assert {0, 1, 2} <= found, "readers differ, or this shows nothing"


def test_nobody_who_is_recused_sees_the_case_and_colleagues_go_on(world: World) -> None:
    """Whoever takes no part in their own matter reads nothing of it either (privacy 16)."""
    case = factories.working_case(world)
    working.recuse(case=case, actor=world.local.officer)
    for reads in (Case.objects.visible_to, Case.objects.known_to):
        assert not reads(world.local.officer).filter(pk=case.pk).exists()
        assert reads(world.local.supervisor).filter(pk=case.pk).exists()
