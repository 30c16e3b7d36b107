"""Ready cases come onto the agenda by one click, and it is frozen as it was sent (S1.07)."""

from __future__ import annotations

import pytest

from cases.committee.domain import agenda, conflicts, freezing, meetings
from cases.committee.models import AgendaItem, Brief
from cases.committee.vocabulary import ConflictReason, Variant
from cases.domain import assistance, erasing, working
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from cases.models import Case
from portal.actors import Officer
from portal.audit.models import AuditEntry
from tests.cases import factories
from tests.cases.committee.factories import Scene, planned, submitted
from tests.cases.domain.test_erasing import closed
from tests.cases.factories import CANARIES, CANARY_NAME, CANARY_STORY


def references(meeting) -> list[str]:
    return [item.case.reference for item in agenda.items_of(meeting)]


def test_one_click_adds_every_case_that_waits_and_a_second_adds_nothing(committee_scene: Scene) -> None:
    scene = committee_scene
    cases = [submitted(scene), submitted(scene)]
    factories.working_case(scene.world)
    meeting = planned(scene)
    assert agenda.add_ready(actor=scene.secretary, meeting=meeting) == agenda.Added(2, 0)
    assert agenda.add_ready(actor=scene.secretary, meeting=meeting) == agenda.Added(0, 0)
    assert references(meeting) == [case.reference for case in cases]


def test_a_case_stands_on_one_meeting_to_come_at_a_time(committee_scene: Scene) -> None:
    scene = committee_scene
    submitted(scene)
    first, second = planned(scene), planned(scene, days=14)
    agenda.add_ready(actor=scene.secretary, meeting=first)
    assert agenda.ready(scene.secretary, second).count() == 0
    meetings.cancel(actor=scene.secretary, meeting=first, because="ประธานป่วย")
    assert agenda.add_ready(actor=scene.secretary, meeting=second).count == 1


def test_nobody_puts_their_own_matter_onto_the_agenda(committee_scene: Scene) -> None:
    scene = committee_scene
    case = submitted(scene)
    working.recuse(case=case, actor=scene.secretary)
    assert agenda.add_ready(actor=scene.secretary, meeting=planned(scene)).count == 0


def test_an_agenda_has_an_end(committee_scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agenda, "MOST_ITEMS", 1)
    submitted(committee_scene)
    submitted(committee_scene)
    added = agenda.add_ready(actor=committee_scene.secretary, meeting=planned(committee_scene))
    assert added == agenda.Added(1, 1)


def test_what_is_taken_off_waits_for_another_meeting_and_the_rest_moves_up(committee_scene: Scene) -> None:
    scene = committee_scene
    first, second = submitted(scene), submitted(scene)
    meeting = planned(scene)
    agenda.add_ready(actor=scene.secretary, meeting=meeting)
    agenda.remove(actor=scene.secretary, item=AgendaItem.objects.get(case=first))
    assert [(item.number, item.case) for item in agenda.items_of(meeting)] == [(1, second)]
    assert agenda.ready(scene.secretary, meeting).get().case == first


def test_a_case_in_which_a_member_has_a_stake_is_taken_off_like_any_other(committee_scene: Scene) -> None:
    scene = committee_scene
    submitted(scene)
    meeting = planned(scene)
    agenda.add_ready(actor=scene.secretary, meeting=meeting)
    item = AgendaItem.objects.get()
    conflicts.mark(actor=scene.secretary, item=item, member=scene.members[0], reason=ConflictReason.SELF)
    agenda.remove(actor=scene.secretary, item=item)
    assert not AgendaItem.objects.exists()
    assert agenda.add_ready(actor=scene.secretary, meeting=meeting).count == 1
    assert not AgendaItem.objects.get().conflicts.exists()


def test_help_that_could_not_wait_comes_before_the_committee_marked(committee_scene: Scene) -> None:
    scene = committee_scene
    case = factories.working_case(scene.world)
    assistance.record_help(
        case=case, actor=scene.world.local.officer, given=factories.help_given(before_committee=True)
    )
    meeting = planned(scene)
    agenda.add_ready(actor=scene.secretary, meeting=meeting)
    assert agenda.items_of(meeting).get().helped_before


def frozen(scene: Scene, variant: Variant = Variant.FULL, **values):
    submitted(scene, **values)
    meeting = planned(scene)
    agenda.add_ready(actor=scene.secretary, meeting=meeting)
    return freezing.freeze(actor=scene.secretary, meeting=meeting, variant=variant)


def spelled(found) -> str:
    return "".join(str(brief.content) for brief in found.briefs.all())


def test_the_full_variant_says_who_and_what(committee_scene: Scene) -> None:
    said = spelled(frozen(committee_scene))
    assert CANARY_NAME in said
    assert CANARY_STORY in said


def test_without_names_no_canary_is_left_not_even_in_what_the_officer_proposed(
    committee_scene: Scene,
) -> None:
    proposal = f"เสนอให้ {CANARY_NAME} โทร 081-770-0131 ได้เงิน 2,000 บาท"
    found = frozen(committee_scene, Variant.ANONYMOUS, proposal=proposal)
    said = spelled(found)
    assert not [canary for canary in CANARIES if canary in said]
    assert "ได้เงิน 2,000 บาท" in said


def test_what_was_sent_stays_as_it_was_and_a_change_is_seen(committee_scene: Scene) -> None:
    scene = committee_scene
    found = frozen(scene)
    for case in Case.objects.all():
        case.narrative = "เรื่องที่เขียนใหม่ภายหลัง"
        case.save()
    reading = freezing.read(actor=scene.secretary, agenda=found)
    assert CANARY_STORY in str(reading.briefs[0].content)
    assert reading.is_intact
    changed = Brief.objects.get()
    changed.content = changed.content | {"proposal": "ให้ 9,000 บาท"}
    changed.save()
    assert not freezing.read(actor=scene.secretary, agenda=found).is_intact


def test_the_next_edition_stands_beside_the_first(committee_scene: Scene) -> None:
    scene = committee_scene
    first = frozen(scene)
    submitted(scene)
    agenda.add_ready(actor=scene.secretary, meeting=first.meeting)
    assert not freezing.is_current(first.meeting, first)
    second = freezing.freeze(actor=scene.secretary, meeting=first.meeting, variant=Variant.ANONYMOUS)
    assert (first.briefs.count(), second.briefs.count(), second.edition) == (1, 2, 2)
    assert freezing.is_current(first.meeting, second)


def test_an_agenda_without_a_case_is_not_frozen(committee_scene: Scene) -> None:
    with pytest.raises(GuardFailed, match="ยังไม่มีเรื่อง"):
        freezing.freeze(
            actor=committee_scene.secretary, meeting=planned(committee_scene), variant=Variant.FULL
        )


def test_a_restricted_case_has_no_name_in_any_variant_and_each_reading_is_recorded(
    committee_scene: Scene,
) -> None:
    """Privacy 6: members are people of the community."""
    scene = committee_scene
    found = frozen(scene, Variant.FULL, restricted=True)
    assert not [canary for canary in CANARIES if canary in spelled(found)]
    reference = found.briefs.get().case.reference
    freezing.read(actor=scene.secretary, agenda=found)
    actions = AuditEntry.objects.filter(subject=reference, action__startswith="committee.")
    assert list(actions.order_by("pk").values_list("action", flat=True)) == [
        "committee.case_frozen",
        "committee.read",
    ]


def test_readings_of_other_cases_leave_no_row(committee_scene: Scene) -> None:
    found = frozen(committee_scene)
    freezing.read(actor=committee_scene.secretary, agenda=found)
    assert not AuditEntry.objects.filter(action="committee.read").exists()


def test_who_takes_no_part_does_not_read_the_brief(committee_scene: Scene) -> None:
    scene = committee_scene
    found = frozen(scene)
    head: Officer = scene.world.local.supervisor
    working.recuse(case=found.briefs.get().case, actor=head)
    reading = freezing.read(actor=head, agenda=found)
    assert (reading.briefs, reading.kept_back) == ([], 1)


def test_the_content_goes_with_the_case_and_the_digest_stays(committee_scene: Scene) -> None:
    scene = committee_scene
    found = frozen(scene)
    digest = found.briefs.get().digest
    erasing.erase(closed(found.briefs.get().case))
    brief = found.briefs.get()
    assert (brief.content, brief.digest) == ({}, digest)
    assert freezing.read(actor=scene.secretary, agenda=found).is_intact


def test_others_freeze_and_add_nothing(committee_scene: Scene) -> None:
    scene = committee_scene
    meeting = planned(scene)
    for act in (
        lambda: agenda.add_ready(actor=scene.world.other_local.officer, meeting=meeting),
        lambda: freezing.freeze(actor=scene.world.local.supervisor, meeting=meeting, variant=Variant.FULL),
    ):
        with pytest.raises(NotAllowed):
            act()
    meetings.cancel(actor=scene.secretary, meeting=meeting, because="ก")
    with pytest.raises(CaseChanged):
        agenda.add_ready(actor=scene.secretary, meeting=meeting)
