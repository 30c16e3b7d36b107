"""One case that five organizations know of, each by another scope, with a canary in every field that somebody wrote.

Who may read which canary stands in `WHO_READS`, written by hand from cases.md ("The machine, second edition", 2), so that
neither the table of fields nor a page is asked what is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cases.domain import asking, assistance, facts, referral, working
from cases.machine.vocabulary import GrantReason, Scope, WaitingKind
from cases.models import Case, CaseFile, CaseNote, Grant
from cases.vocabulary import Consent, Visibility
from portal.actors import Citizen, Officer
from portal.files import CheckedFile
from tests.cases import factories
from tests.cases.factories import World

FULL, REFERRAL, PART = Scope.FULL, Scope.REFERRAL, Scope.PART
SUMMARY, METADATA = Scope.SUMMARY, Scope.METADATA
ALL = {FULL, REFERRAL, PART}

WHO_READS: dict[str, set[Scope]] = {
    # facts
    "place_detail": ALL,
    "village": ALL,
    "moo": ALL,
    "person_name": ALL,
    "person_phone": ALL,
    "nationality": ALL,
    "reporter_name": ALL,
    "reporter_phone": ALL,
    "other_way": ALL,
    "contact_time": ALL,
    "contact_note": ALL,
    # story
    "story": {FULL, REFERRAL},
    "message": {FULL, REFERRAL},
    "request_file": {FULL, REFERRAL},
    # what was asked of whom
    "asked_part": {FULL, PART},
    "asked_referral": {FULL, REFERRAL},
    "question": {FULL},
    # what offices wrote
    "holder_note": {FULL},
    "holder_shared": {FULL, PART},
    "holder_public": {FULL, PART},
    "part_note": {PART},
    "part_shared": {FULL, PART},
    "holder_file": {FULL},
    "holder_shared_file": {FULL, PART},
    "part_file": {PART},
    # help
    "help": ALL,
    "risk": {FULL, REFERRAL},
    "finding": {FULL, REFERRAL},
}


def canary(name: str) -> str:
    """Return the words that stand in a field and nowhere else."""
    return f"ลับ-{name}-กรงทอง"


@dataclass
class Scene:
    """The case and who knows of it by which scope.

    Attributes:
        world: the district.
        case: held by the local administration.
        readers: an officer of each.
        files: by the canary in their name.
    """

    world: World
    case: Case
    readers: dict[Scope, Officer]
    files: dict[str, CaseFile]


def file(name: str) -> CheckedFile:
    """Return a picture of no size with a canary for a name."""
    return CheckedFile(
        name=f"{canary(name)}.jpg", content=b"\xff\xd8", content_type="image/jpeg", extension="jpg"
    )


def scene(world: World) -> Scene:
    """Make it: held by the local administration, a part at the hospital, asked of the lead agency, sent by the center."""
    holder, part = world.local.officer, world.hospital.officer
    case = factories.working_case(world, files=(file("request_file"),))
    first = _ask(case, world.hospital, "asked_part", holder)
    referral.accept_referral(referral=first, actor=part)
    _ask(case, world.lead, "asked_referral", holder)
    number = 1 + max(case.grants.values_list("number", flat=True)) + 1000
    Grant.objects.create(
        case=case,
        number=number,
        organization=world.other_local.organization,
        scope=METADATA,
        reason=GrantReason.LADDER,
        since=case.received_at,
    )
    _write(case, holder, part)
    _help(case, holder)
    fill(case)
    assert case.referrals.filter(mode=WaitingKind.JOINT).count() == 2
    readers = {
        FULL: holder,
        REFERRAL: world.lead.officer,
        PART: part,
        SUMMARY: world.center.officer,
        METADATA: world.other_local.officer,
    }
    names = {canary(name): name for name in WHO_READS}
    files = {names[row.name.removesuffix(".jpg")]: row for row in case.files.all()}
    return Scene(world, Case.objects.get(pk=case.pk), readers, files)


def _ask(case: Case, body: factories.Body, name: str, actor: Officer):  # noqa: ANN202
    return referral.refer_jointly(
        case=case,
        target=body.organization,
        actor=actor,
        consent=Consent.GIVEN,
        request=canary(name),
    )


def _write(case: Case, holder: Officer, part: Officer) -> None:
    asking.ask_reporter(case=case, actor=holder, question=canary("question"))
    # The words of a question stand in its event too, as a note for the reporter; the row is what is tested here.
    for note in CaseNote.objects.filter(event__case=case):
        if note.text == canary("question"):
            note.text = "-"
            note.save()
    asking.send_message(case=case, actor=Citizen(case.reference), text=canary("message"))
    for name, actor, readers in (
        ("holder_note", holder, Visibility.INTERNAL),
        ("holder_shared", holder, Visibility.SHARED),
        ("holder_public", holder, Visibility.PUBLIC),
        ("part_note", part, Visibility.INTERNAL),
        ("part_shared", part, Visibility.SHARED),
    ):
        working.add_note(case=case, actor=actor, text=canary(name), readers=readers)
    for name, actor, readers in (
        ("holder_file", holder, Visibility.INTERNAL),
        ("holder_shared_file", holder, Visibility.SHARED),
        ("part_file", part, Visibility.INTERNAL),
    ):
        facts.add_file(case=case, checked=file(name), actor=actor, readers=readers)


def _help(case: Case, holder: Officer) -> None:
    assistance.record_help(case=case, actor=holder, given=factories.help_given(description=canary("help")))
    body = {"organization": holder.organization}
    case.risk_assessments.create(**body, level="low", reasons=canary("risk"), assessed_by=holder.person)
    case.follow_ups.create(
        **body,
        number=5000,
        state="recorded",
        due_on="2026-11-01",
        done_at=case.received_at,
        finding=canary("finding"),
    )


def write_before_work(case: Case, holder: Officer) -> None:
    """Put canaries into what is written of a case before anybody works on it."""
    for name, readers in (("holder_note", Visibility.INTERNAL), ("holder_shared", Visibility.SHARED)):
        working.add_note(case=case, actor=holder, text=canary(name), readers=readers)
    for name, readers in (
        ("holder_file", Visibility.INTERNAL),
        ("holder_shared_file", Visibility.SHARED),
    ):
        facts.add_file(case=case, checked=file(name), actor=holder, readers=readers)
    fill(case)


def fill(case: Case) -> None:
    """Put canaries into what is known of a case and of its people."""
    _put(case, "place_detail", "village", "moo", narrative="story")
    _put(
        case.reporter,
        "other_way",
        "contact_time",
        "contact_note",
        name="reporter_name",
        phone="reporter_phone",
    )
    for person in case.affected_people.all():
        _put(person, "nationality", name="person_name", phone="person_phone")


def _put(row: Any, *names: str, **others: str) -> None:
    """Write canaries into columns of a row: those that are called like them, and others."""
    values = {**{name: name for name in names}, **others}
    for column, name in values.items():
        setattr(row, column, canary(name))
    row.save(update_fields=list(values))


def found_in(text: str) -> set[str]:
    """Return the names of the canaries that a text holds."""
    return {name for name in WHO_READS if canary(name) in text}
