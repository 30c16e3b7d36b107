"""Many requests at once, from a list that an office brings (issue 9, point 11): the same cases as one by one, written in bulk.

What happens to each is what the machine says of a case that begins; only the statements are shared. General requests alone: a
crisis report is taken down by a person, who asks about danger and safe contact (S2.38, S2.42).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain import identity, lists, recognition, store, taken_in, terms
from cases.domain.act import first_change
from cases.domain.intake import new_case
from cases.domain.limits import Policy
from cases.domain.offices import CaseOffices, agent_of
from cases.domain.submission import Submission, check_submission
from cases.errors import GuardFailed
from cases.machine.act import Situation
from cases.machine.change import Change
from cases.machine.effects import Put, SetFact, to_json
from cases.machine.standing import Duty
from cases.machine.table import TABLE
from cases.machine.vocabulary import Verb
from cases.models import (
    AffectedPerson,
    Case,
    CaseEvent,
    CaseKey,
    CaseTerm,
    ListedCase,
    RegisterEntry,
    Reporter,
)
from portal.actors import Officer
from portal.audit import services as audit

Request = tuple[Submission, UUID]


def check_listed(submission: Submission, actor: Officer) -> None:
    """Say nothing when a request may be taken in from a list.

    Raises:
        GuardFailed: it is incomplete, or a crisis.
        NotAllowed: the actor does no case work.
    """
    if submission.problem.is_crisis or submission.danger_now:
        raise GuardFailed(_("เรื่องปัญหาสังคมหรือมีอันตรายต้องรับทีละเรื่อง"), field="problem")
    check_submission(submission, actor)


def known_tokens(tokens: Sequence[UUID]) -> set[UUID]:
    """Return those of the tokens that made a case before; one query."""
    keys = {identity.submission_key(token): token for token in tokens}
    found = Case.objects.filter(submission_key__in=list(keys)).values_list("submission_key", flat=True)
    return {keys[key] for key in found}


@transaction.atomic
def submit_many(requests: Sequence[Request], actor: Officer) -> list[Case]:
    """Keep requests that nobody has sent before, all of them or none.

    Args:
        requests: checked by `check_listed`, each with a token of its own.
        actor: whose organization takes them in and holds them.
    """
    offices: dict[str, CaseOffices] = {}
    policy = Policy(Case())
    begun: list[tuple[Case, Submission, Change]] = []
    for submission, token in requests:
        case = new_case(submission, token, actor, actor.organization)
        place = case.subdistrict_code or case.district_code or case.province_code
        situation = Situation(
            standing=store.first(case),
            offices=offices.setdefault(place, CaseOffices(case)),
            limits=policy,
            now=timezone.now(),
            by=agent_of(actor),
        )
        change = first_change(situation)
        for effect in change.effects:
            if isinstance(effect, SetFact):
                store.set_fact(case, effect)
        case.version, case.updated_at = 1, change.now
        begun.append((case, submission, change))
    Case.objects.bulk_create([case for case, _submission, _change in begun])
    _write_people(begun)
    _write_rows(begun, policy)
    _write_history(begun, actor)
    taken_in.follow([case for case, _submission, _change in begun])
    _register(begun, actor)
    return [case for case, _submission, _change in begun]


def _write_people(begun: Sequence[tuple[Case, Submission, Change]]) -> None:
    reporters, affected, found, keys = [], [], [], []
    today = timezone.localdate()
    for case, submission, _change in begun:
        told = submission.reporter
        reporters.append(
            Reporter(case=case, **{name: getattr(told, name) for name in told.__dataclass_fields__})
        )
        people = [(told.name, told.phone)]
        for person in submission.affected:
            values = {name: getattr(person, name) for name in person.__dataclass_fields__}
            affected.append(AffectedPerson(case=case, age_band=person.age_band(today), **values))
            people.append((person.name, person.phone))
        found += [CaseTerm(case=case, term=term) for term in terms.terms_of(case, people)]
        known = recognition.traits_of(submission)
        keys += [CaseKey(case=case, kind=kind, key=key) for kind, key in known.keys | known.loose]
    Reporter.objects.bulk_create(reporters)
    AffectedPerson.objects.bulk_create(affected)
    CaseTerm.objects.bulk_create(found)
    CaseKey.objects.bulk_create(keys)


def _register(begun: Sequence[tuple[Case, Submission, Change]], actor: Officer) -> None:
    """Give every case its number in the book of the office, in the order of the list, without gaps (S1.03)."""
    years = [identity.year_of(case.received_at) for case, _submission, _change in begun]
    # In the order of the years: two lists that are taken in at once wait for each other, and never in a circle.
    numbers = {
        year: iter(identity.next_numbers(actor.organization, year, count))
        for year, count in sorted(Counter(years).items())
    }
    entries = [
        RegisterEntry(
            case=case,
            organization=actor.organization,
            fiscal_year=year,
            number=next(numbers[year]),
            entered_at=case.received_at,
        )
        for year, (case, _submission, _change) in zip(years, begun, strict=True)
    ]
    RegisterEntry.objects.bulk_create(entries)


def _write_rows(begun: Sequence[tuple[Case, Submission, Change]], policy: Policy) -> None:
    """Write duties and grants, and the lists in which the cases stand."""
    rows: dict[type[Any], list[Any]] = {}
    listed: list[ListedCase] = []
    for case, _submission, change in begun:
        for thing in (effect.thing for effect in change.effects if isinstance(effect, Put)):
            table, columns = store.columns_of(case, thing, change.standing)
            if isinstance(thing, Duty):
                columns |= policy.written_with(thing, change.standing)
            rows.setdefault(table, []).append(table(case=case, number=thing.number, **columns))
        listed += lists.rows_of(case, change.standing, lists.Last(Verb.SUBMIT, case.holder_id))
    for table, made in rows.items():
        table._default_manager.bulk_create(made)
    ListedCase.objects.bulk_create(listed)


def _write_history(begun: Sequence[tuple[Case, Submission, Change]], actor: Officer) -> None:
    events = [
        CaseEvent(
            case=case,
            sequence=1,
            at=change.now,
            actor_kind=actor.kind,
            user=actor.person,
            appointment=actor.appointment,
            organization=actor.organization,
            role=actor.role,
            verb=Verb.SUBMIT,
            to_stage=change.standing.stage,
            holder_id=case.holder_id,
            consent=submission.consent,
            visibility=TABLE[Verb.SUBMIT].visibility,
            effects=[to_json(effect) for effect in change.effects],
            identity=change.identity,
        )
        for case, submission, change in begun
    ]
    CaseEvent.objects.bulk_create(events)
    for case, _submission, change in begun:
        audit.record(
            actor=actor,
            action=f"case.{Verb.SUBMIT}",
            subject=case.reference,
            data={"from": "", "to": str(change.standing.stage), "version": 1, "by": "list"},
        )
