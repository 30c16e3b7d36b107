"""A request comes in: kept once and completely, or not at all (S1.03, S1.34, S2.38, S2.40)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain import forwarding, identity, notify, receivers, recognition, taken_in
from cases.domain.act import act_on, begin
from cases.domain.queries import arrival
from cases.domain.queries.arrival import Submitted
from cases.domain.receivers import Receiver
from cases.domain.secrecy import is_careful, left_out
from cases.domain.submission import AffectedDetails, ReporterDetails, Submission, check_submission
from cases.errors import GuardFailed
from cases.machine.verb import Given
from cases.machine.vocabulary import DutyKind, Stage, Verb
from cases.models import AffectedPerson, Case, CaseFile, Reporter
from cases.vocabulary import (
    SELF_SERVICE,
    Confidentiality,
    Consent,
    HandoverReason,
    Severity,
    TargetGroup,
    Track,
    Visibility,
)
from portal.actors import Actor, Citizen, Officer, System
from portal.organizations.domain import routing
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.pages.domain.lines import said
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from portal.files import CheckedFile

logger = logging.getLogger(__name__)

__all__ = ["AffectedDetails", "ReporterDetails", "Submission", "Submitted", "add_file", "submit_case"]


def submit_case(*, submission: Submission, token: UUID, actor: Officer | Citizen) -> Submitted:
    """Keep a request. The same token always means the same case, however often it is sent (R03, R04).

    A crisis report that came by web or app goes to the lead agency of its problem and province within the same
    transaction (S2.38); without one in the routing table, or against the wish of the person, it stays with the center,
    and the 24 hours run.

    Args:
        submission: what the request says.
        token: random, one for each run of the form; known to nobody else.
        actor: the officer who writes it down, or the citizen who does it themselves.

    Raises:
        GuardFailed: something is missing; nothing was kept.
        NotAllowed: the actor does no case work, or names a channel of the other side.
    """
    if (existing := arrival.find(token)) is not None:
        return existing
    check_submission(submission, actor)
    stored: list[CaseFile] = []
    try:
        with transaction.atomic():
            submitted = _keep(submission, token, actor, stored)
    except IntegrityError:
        # Two copies of the same form at the same moment: the other one was faster, and its case is ours.
        delete_files(stored)
        if (existing := arrival.find(token)) is not None:
            return existing
        raise
    except BaseException:
        delete_files(stored)
        raise
    return submitted


def _receiver(submission: Submission, actor: Officer | Citizen) -> Receiver:
    """Return who receives the request: the officer's own organization, one that a room above names, else the center of the place."""
    if isinstance(actor, Officer):
        return Receiver(actor.organization, submission.consent)
    if (named := receivers.receiver_of(submission)) is not None:
        return named
    return Receiver(_center(submission), submission.consent)


def _center(submission: Submission) -> Organization:
    center = routing.center_for(
        submission.subdistrict_code or submission.district_code or submission.province_code
    )
    # Nobody is turned away for living elsewhere: the center of this portal takes the request and passes it on.
    center = (
        center or Organization.objects.active().filter(type=OrganizationType.CENTER).order_by("pk").first()
    )
    if center is None:
        raise GuardFailed(
            _("ยังไม่มีศูนย์ที่รับคำขอในพื้นที่นี้ โปรดโทร %(social)s หรือติดต่อ อปท. ของคุณ") % said(),
            field="subdistrict_code",
        )
    return center


def _keep(submission: Submission, token: UUID, actor: Officer | Citizen, stored: list[CaseFile]) -> Submitted:
    now = timezone.now()
    received_at = (submission.received_at if isinstance(actor, Officer) else None) or now
    received_by = _receiver(submission, actor)
    receiver = received_by.organization
    secret = identity.secret_for(token)
    case = new_case(submission, token, actor, receiver)
    case.save()
    _keep_people(case, submission)
    recognition.remember(case)
    refused = _keep_files(case, submission, actor, stored)
    act = begin(case, _known(actor, case))
    act.record(consent=received_by.ground, note=act.note_text(submission.note), readers=Visibility.SHARED)
    goes_straight = submission.problem.is_crisis and submission.channel in SELF_SERVICE
    if goes_straight:
        # The letter takes a number, too: in every act the book's comes before it, or two could wait for each other.
        identity.register(case=case, organization=receiver, at=received_at)
    routed = goes_straight and _route_to_lead_agency(case)
    if isinstance(actor, Citizen) and not routed:
        notify.tell_body(case=case, body=receiver, template="case_received", due=act.due(DutyKind.FORWARD))
    notify.tell_reporter(case=case)
    taken_in.follow([case], submission.occasion)
    if not goes_straight:
        # At the very end: who takes a number holds the book until all of this is kept.
        identity.register(case=case, organization=receiver, at=received_at)
    return Submitted(case=case, secret=secret, files=tuple(stored), files_refused=refused)


def new_case(submission: Submission, token: UUID, actor: Officer | Citizen, receiver: Organization) -> Case:
    """Return the case that a request makes at the organization that receives it; not saved."""
    now = timezone.now()
    secret = identity.secret_for(token)
    case = Case(
        reference=identity.new_reference(),
        secret_hash=identity.hash_secret(secret),
        submission_key=identity.submission_key(token),
        stage=Stage.RECEIVED,
        track=Track.CRISIS if submission.problem.is_crisis else Track.GENERAL,
        problem=submission.problem,
        severity=Severity.EMERGENCY if submission.danger_now else submission.severity,
        confidentiality=Confidentiality.RESTRICTED
        if is_careful(submission.problem)
        else Confidentiality.NORMAL,
        channel=submission.channel,
        language=submission.language,
        holder=receiver,
        received_by=receiver,
        created_by=actor.person,
        received_at=(submission.received_at if isinstance(actor, Officer) else None) or now,
        created_at=now,
        province_code=submission.province_code,
        district_code=submission.district_code,
        subdistrict_code=submission.subdistrict_code,
        country=submission.country,
        moo=submission.moo,
        village=submission.village,
        place_detail=submission.place_detail,
        proposed_organization=submission.proposed_organization,
        avoid_local=submission.avoid_local,
        narrative=submission.narrative.strip(),
        provision=submission.provision,
        danger_now=submission.danger_now,
        consent=submission.consent,
        consent_by=submission.consent_by,
    )
    case.excluded = left_out(case)
    return case


def _known(actor: Officer | Citizen, case: Case) -> Officer | Citizen:
    """From now on the citizen's request has a reference."""
    return Citizen(case.reference) if isinstance(actor, Citizen) else actor


def _keep_people(case: Case, submission: Submission) -> None:
    details = submission.reporter
    Reporter.objects.create(
        case=case, **{name: getattr(details, name) for name in details.__dataclass_fields__}
    )
    today = timezone.localdate()
    for person in submission.affected:
        values = {name: getattr(person, name) for name in person.__dataclass_fields__}
        AffectedPerson.objects.create(case=case, age_band=person.age_band(today), **values)


def _keep_files(
    case: Case, submission: Submission, actor: Officer | Citizen, stored: list[CaseFile]
) -> tuple[str, ...]:
    """Store the files; returns the names of those for which the disk had no room: the request matters more (R06)."""
    refused = []
    for checked in submission.files:
        try:
            stored.append(add_file(case=case, checked=checked, actor=actor))
        except OSError:
            logger.exception("a file of case %s could not be stored", case.reference)
            refused.append(checked.name)
    return tuple(refused)


def add_file(
    *,
    case: Case,
    checked: CheckedFile,
    actor: Actor,
    organization: Organization | None = None,
    readers: Visibility = Visibility.SHARED,
) -> CaseFile:
    """Store one checked file with a case, in the caller's transaction.

    Args:
        case: to which it belongs.
        checked: checked and cleaned by `portal.files`.
        actor: who brought it.
        organization: that added it later; None for what belongs to the request.
        readers: of a file that an organization added.

    Raises:
        OSError: the disk is full or not writable; no row was made.
    """
    row = CaseFile(
        case=case,
        name=checked.name,
        content_type=checked.content_type,
        size=len(checked.content),
        uploaded_by=actor.person,
        organization=organization,
        readers=readers,
    )
    row.file.save(f"file.{checked.extension}", checked.as_content_file(), save=False)
    try:
        row.save()
    except BaseException:
        delete_files([row])
        raise
    return row


def delete_files(stored: Iterable[CaseFile]) -> None:
    """Take back the files of a request that was not kept: nothing of it may stay on the disk."""
    for row in stored:
        row.file.storage.delete(str(row.file.name))


def _route_to_lead_agency(case: Case) -> bool:
    """Send a crisis report straight to its lead agency, within the transaction of the submission (row 1a; S2.38).

    Where nobody could receive it there it goes to the center, which is told at once. Against the wish of the person it
    stays there, with the 24 hours: an officer advises first. Returns whether it was sent.
    """
    given = Given(ground=_ground_against_a_refusal(case))
    try:
        with act_on(verb=Verb.AUTO_ROUTE, case=case, actor=System(), given=given) as act:
            act.record(reason=HandoverReason.LEAD_AGENCY)
            forwarding.send_letter_with(act, reason=HandoverReason.LEAD_AGENCY, request="", sent_by=None)
    except GuardFailed:
        return False
    case.refresh_from_db()
    return True


def _ground_against_a_refusal(case: Case) -> Consent | None:
    """Return on which ground a report goes out although the person refused; None where the wish counts, or there is consent.

    Danger now, and a child who is to be protected without delay (Child Protection Act B.E. 2546 s.24, 29, 41). About a
    pregnancy a girl decides herself (Act on Teenage Pregnancy B.E. 2559 s.5).
    """
    if case.consent != Consent.REFUSED:
        return None
    if case.danger_now:
        return Consent.VITAL
    if case.problem == ProblemType.UNREADY_PREGNANCY:
        return None
    children = any(TargetGroup.CHILD in person.target_groups for person in case.affected_people.all())
    return Consent.LEGAL_DUTY if children or case.problem == ProblemType.CHILD_LABOR else None
