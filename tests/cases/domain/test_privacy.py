"""What leaves the case, or is kept beside it, carries codes and references and never a person or a story."""

from __future__ import annotations

import itertools
import json
import logging

import pytest
from django.core import mail

from cases.domain import referral, screening
from cases.errors import CaseError
from cases.machine.vocabulary import ALIVE, Verb
from cases.models import Case, CaseEvent, CaseNote
from cases.vocabulary import ClosureReason, Consent, Severity
from portal.actors import Citizen
from portal.audit.models import AuditEntry
from portal.letters.issuing import letter_file
from portal.letters.models import OutgoingLetter
from portal.outbox.composing import compose
from portal.outbox.delivery import deliver
from portal.outbox.models import OutboxMessage
from portal.outbox.services import ALLOWED_CONTEXT
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.domain.verbs import CALLS, SITUATIONS, case_in, do
from tests.cases.factories import CANARIES, CANARY_STORY, World

NOTE_CANARY = "บันทึกลับคะนารี-4419"
ALL_CANARIES = (*CANARIES, NOTE_CANARY)


def busy_district(world: World) -> Case:
    """A case that went through everything, with canaries wherever somebody can write."""
    case = factories.received_case(world)
    case = screening.screen_case(
        case=case,
        actor=world.center.officer,
        problem=ProblemType.VIOLENCE,
        severity=Severity.URGENT,
        note=NOTE_CANARY,
    )
    part = referral.refer_jointly(
        case=case,
        target=world.hospital.organization,
        actor=world.center.officer,
        consent=Consent.VITAL,
        request=NOTE_CANARY,
        note=NOTE_CANARY,
    )
    referral.complete_part(
        referral=referral.accept_referral(referral=part, actor=world.hospital.officer, note=NOTE_CANARY),
        actor=world.hospital.officer,
        note=NOTE_CANARY,
    )
    sent = referral.refer_case(
        case=case,
        target=world.lead.organization,
        actor=world.center.officer,
        reason=factories.HandoverReason.LEAD_AGENCY,
        consent=Consent.GIVEN,
        request=NOTE_CANARY,
        note=NOTE_CANARY,
    )
    case = referral.accept_referral(referral=sent, actor=world.lead.officer, note=NOTE_CANARY).case
    case = factories.followed_case(world, by=world.lead, case=case, description=NOTE_CANARY)
    case = factories.closed_case(
        world, case=factories.closing_case(world, by=world.lead, case=case), by=world.lead
    )
    do(Verb.REOPEN, case, Citizen(case.reference), target=world.lead.organization)
    return case


def found_in(text: str) -> list[str]:
    return [canary for canary in ALL_CANARIES if canary in text]


def rows_of(model, *left_out: str) -> str:
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in left_out]
    rows = [{name: getattr(row, name) for name in names} for row in model.objects.all()]
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_the_canaries_are_there_to_be_found(world: World):
    case = busy_district(world)
    assert CANARY_STORY in case.narrative
    assert found_in(rows_of(CaseNote)) == [NOTE_CANARY] or NOTE_CANARY in rows_of(CaseNote)


def test_events_audit_and_letters_hold_codes_only(world: World):
    busy_district(world)
    assert CaseEvent.objects.count() > 10
    for model in (CaseEvent, AuditEntry, OutgoingLetter):
        assert not found_in(rows_of(model)), model


def test_messages_hold_what_is_allowed_and_the_reporters_own_address_only(world: World):
    busy_district(world)
    assert OutboxMessage.objects.count() > 8
    assert not found_in(rows_of(OutboxMessage, "to"))
    for message in OutboxMessage.objects.all():
        assert set(message.context) <= ALLOWED_CONTEXT
        whole = compose(message)
        assert not found_in(whole.subject + whole.body)
        assert "{{" not in whole.body
        assert message.context["reference"] in whole.subject
        assert "ภายใน \n" not in whole.body


def test_mail_that_is_sent_tells_nothing(world: World, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        busy_district(world)
    deliver()
    assert len(mail.outbox) > 8
    for message in mail.outbox:
        assert not found_in(message.subject + message.body)


def test_a_restricted_matter_is_not_named_in_its_letter_or_mail(world: World):
    referral_row = factories.crisis_case(world).referrals.get()
    label = str(ProblemType.VIOLENCE.label)
    assert label not in json.dumps(referral_row.letter.snapshot, ensure_ascii=False)
    assert not [m for m in OutboxMessage.objects.all() if label in compose(m).body + compose(m).subject]
    assert letter_file(referral_row.letter).startswith(b"%PDF")


@pytest.mark.parametrize("situation", SITUATIONS)
def test_logs_stay_silent_about_people(world: World, situation, caplog):
    with caplog.at_level(logging.DEBUG):
        case = case_in(situation, world)
        for verb in CALLS:
            waiting = [*case.referrals.all(), *case.questions.all(), *case.approvals.all()]
            rows = [row for row in waiting if row.state in ALIVE] or [None]
            for row, by in itertools.product(rows, (world.center.supervisor, world.local.officer)):
                try:
                    do(verb, case, by, answered=row, target=world.local.organization)
                except (CaseError, AttributeError, IndexError):  # a row of another kind
                    continue
    # Django's own query log shows parameters and is off in production; every other logger must not know anybody.
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert not found_in("\n".join(ours))


def test_every_act_is_in_the_audit_with_its_reference(world: World):
    case = factories.closed_case(world)
    acts = list(
        AuditEntry.objects.filter(subject=case.reference).order_by("pk").values_list("action", flat=True)
    )
    assert acts == [f"case.{event.verb}" for event in case.events.all()]
    entry = AuditEntry.objects.get(action="case.screen")
    assert (entry.user, entry.organization, entry.data["from"], entry.data["to"]) == (
        world.center.officer.person,
        world.center.organization,
        "received",
        "screened",
    )


def test_a_reporter_who_did_not_say_that_mail_is_safe_gets_none(world: World):
    case = factories.received_case(world, reporter={"may_email": False})
    screening.reject_case(case=case, actor=world.center.officer, reason=ClosureReason.SPAM)
    assert not OutboxMessage.objects.filter(template="case_news").exists()


def test_names_of_cases_are_their_references(world: World):
    case = busy_district(world)
    for text in (str(case), repr(case), str(case.referrals.first()), str(case.events.first())):
        assert not found_in(text)
        assert case.reference in text
