"""A request is kept once and completely, or not at all; the same token always means the same case."""

from __future__ import annotations

import datetime as dt
import logging
import uuid

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain import identity
from cases.domain.intake import AffectedDetails, ReporterDetails, submit_case
from cases.domain.queries import arrival
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import DutyKind, Stage, WaitingKind, WaitingState
from cases.models import Case, CaseEvent, CaseFile, Duty, Grant, Referral, RegisterEntry, Reporter
from cases.vocabulary import AgeBand, Channel, Confidentiality, Consent, LimitSource, Severity, Track
from portal.accounts.roles import Role
from portal.actors import Citizen
from portal.files import PRIVATE_STORAGE, CheckedFile
from portal.letters.models import OutgoingLetter
from portal.organizations.models import Organization, RoutingRule
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases.domain.verbs import duty_for, duty_of, running
from tests.cases.factories import CANARY_STORY, CaseFactory, World, submission

CRISES = [problem for problem in ProblemType if problem.is_crisis]
PHOTO = CheckedFile(name="รูปบ้าน.jpg", content=b"\xff\xd8 photo", content_type="image/jpeg", extension="jpg")


def submit(**values):
    return submit_case(submission=submission(**values), token=uuid.uuid4(), actor=Citizen())


def test_a_general_request_waits_at_the_center_with_a_number_and_a_clock(world: World):
    submitted = submit()
    case = submitted.case
    assert submitted.created
    assert (case.stage, case.track, case.confidentiality) == (
        Stage.RECEIVED,
        Track.GENERAL,
        Confidentiality.NORMAL,
    )
    assert case.holder == case.received_by == world.center.organization
    assert case.register_entries.get().number == 1
    assert running(case) == [DutyKind.FORWARD]
    event = case.events.get()
    assert (event.verb, event.from_stage, event.to_stage, event.sequence) == (
        "submit",
        "",
        "received",
        case.version,
    )
    assert (event.user, event.organization) == (None, None)
    assert case.reporter.name == case.affected_people.get().name


def test_the_secret_is_stored_as_a_hash_only(world: World):
    token = uuid.uuid4()
    submitted = submit_case(submission=submission(), token=token, actor=Citizen())
    row = str(Case.objects.filter(pk=submitted.case.pk).values().get())
    assert submitted.secret not in row
    assert submitted.secret.replace("-", "") not in row
    assert token.hex not in row.replace("-", "")
    assert identity.is_secret_of(secret=submitted.secret, secret_hash=submitted.case.secret_hash)


def test_the_same_token_gives_the_same_case_and_the_same_secret(world: World):
    token = uuid.uuid4()
    first = submit_case(submission=submission(), token=token, actor=Citizen())
    again = submit_case(submission=submission(narrative="อีกครั้ง"), token=token, actor=Citizen())
    assert again.case == first.case
    assert again.secret == first.secret
    assert not again.created
    assert again.case.narrative == CANARY_STORY
    assert Case.objects.count() == RegisterEntry.objects.count() == CaseEvent.objects.count() == 1


def test_a_repeated_form_that_has_become_invalid_still_finds_its_case(world: World):
    token = uuid.uuid4()
    first = submit_case(submission=submission(), token=token, actor=Citizen())
    assert submit_case(submission=submission(narrative=" "), token=token, actor=Citizen()).case == first.case
    assert arrival.find(token).case == first.case
    assert arrival.find(uuid.uuid4()) is None


def test_a_replaced_secret_is_not_shown_again(world: World):
    token = uuid.uuid4()
    case = submit_case(submission=submission(), token=token, actor=Citizen()).case
    Case.objects.filter(pk=case.pk).update(secret_hash=identity.hash_secret("another"))
    assert arrival.find(token).secret is None


@pytest.mark.parametrize("problem", CRISES)
def test_a_crisis_report_by_web_goes_to_its_lead_agency_at_once(world: World, problem):
    case = submit(problem=problem).case
    referral = case.referrals.get()
    assert case.stage == Stage.RECEIVED
    assert case.holder == world.center.organization
    assert (referral.mode, referral.state, referral.target) == (
        WaitingKind.HANDOVER,
        WaitingState.SENT,
        world.lead.organization,
    )
    assert referral.sent_by is None
    assert [event.verb for event in case.events.all()] == ["submit", "auto_route"]
    assert case.version == 2
    assert running(case) == [DutyKind.ACKNOWLEDGE, DutyKind.FORWARD], (
        "the 24 hours go on until it is accepted"
    )
    assert (duty_for(referral).kind, duty_for(referral).organization) == (
        DutyKind.ACKNOWLEDGE,
        world.lead.organization,
    )
    assert case.confidentiality == Confidentiality.RESTRICTED
    assert referral.letter.organization == world.center.organization
    assert "ยังไม่มีผู้ตรวจสอบ" in str(referral.letter.snapshot), "nobody has read it (S2.38)"
    assert OutboxMessage.objects.filter(organization=world.lead.organization).count() == 1
    assert not OutboxMessage.objects.filter(organization=world.center.organization).exists()


def test_without_a_lead_agency_the_center_keeps_the_report_and_the_24_hours_run(world: World):
    RoutingRule.objects.all().delete()
    Organization.objects.filter(pk=world.lead.organization.pk).update(is_active=False)
    case = submit(problem=ProblemType.VIOLENCE).case
    assert case.stage == Stage.RECEIVED
    assert running(case) == [DutyKind.FORWARD]
    clock = duty_of(case, DutyKind.FORWARD)
    assert clock.due_at - case.received_at == dt.timedelta(hours=24)
    assert clock.source == LimitSource.SEED


def test_a_crisis_told_to_staff_is_screened_by_staff_first(world: World):
    case = CaseFactory(problem=ProblemType.VIOLENCE, channel=Channel.HOTLINE_1300, actor=world.local.officer)
    assert case.stage == Stage.RECEIVED
    assert case.holder == world.local.organization
    assert case.created_by == world.local.officer.person
    assert case.is_restricted
    assert not case.referrals.exists()
    assert case.events.get().organization == world.local.organization


def test_the_24_hours_count_from_the_moment_at_which_the_office_heard(world: World):
    heard = timezone.now() - dt.timedelta(hours=30)
    case = CaseFactory(problem=ProblemType.VIOLENCE, actor=world.local.officer, received_at=heard)
    clock = duty_of(case, DutyKind.FORWARD)
    assert clock.due_at == heard + dt.timedelta(hours=24)
    assert clock.is_overdue()


def test_what_nobody_has_named_yet_is_restricted_too(world: World):
    assert submit(problem=ProblemType.UNSURE).case.is_restricted


def test_danger_makes_an_emergency(world: World):
    assert submit(danger_now=True).case.severity == Severity.EMERGENCY
    assert submit(severity=Severity.URGENT).case.severity == Severity.URGENT


@pytest.mark.parametrize("reporter", [{"name": " "}, {"email": "", "phone": ""}])
def test_a_crisis_report_by_web_needs_a_name_and_a_way_to_answer(world: World, reporter):
    with pytest.raises(GuardFailed) as failed:
        submit(problem=ProblemType.VIOLENCE, reporter=reporter)
    assert failed.value.field in {"name", "email"}
    assert not Case.objects.exists()


def test_the_office_may_insist_on_the_email_of_the_guideline_or_take_tips(world: World, settings):
    only_phone = {"reporter": {"email": ""}, "problem": ProblemType.VIOLENCE}
    assert submit(**only_phone).created
    settings.KLANG = {**django_settings.KLANG, "CRISIS_CONTACT": "email"}
    with pytest.raises(GuardFailed):
        submit(**only_phone)
    settings.KLANG = {**django_settings.KLANG, "CRISIS_CONTACT": "anonymous"}
    assert submit(problem=ProblemType.VIOLENCE, reporter={"name": "", "email": "", "phone": ""}).created


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"narrative": " \n"}, "narrative"),
        ({"narrative": "ก" * 10_001}, "narrative"),
        ({"affected": ()}, "affected"),
        ({"district_code": "8001", "subdistrict_code": "800101"}, "subdistrict_code"),
        ({"subdistrict_code": "810201"}, "subdistrict_code"),
        ({"subdistrict_code": ""}, "subdistrict_code"),
        ({"province_code": ""}, "subdistrict_code"),
        ({"subdistrict_code": "810199"}, "subdistrict_code"),
        ({"province_code": "99", "district_code": "9901", "subdistrict_code": "990101"}, "subdistrict_code"),
    ],
)
def test_incomplete_or_contradictory_requests_are_refused_and_nothing_is_kept(world: World, values, field):
    complete = submission()
    values = {name: getattr(complete, name) for name in complete.__dataclass_fields__} | values
    with pytest.raises(GuardFailed) as failed:
        submit_case(submission=type(complete)(**values), token=uuid.uuid4(), actor=Citizen())
    assert failed.value.field == field
    assert not Case.objects.exists()
    assert not RegisterEntry.objects.exists()


@pytest.mark.parametrize("shift", [dt.timedelta(days=1), dt.timedelta(days=-800)])
def test_staff_cannot_receive_in_the_future_or_long_ago(world: World, shift):
    with pytest.raises(GuardFailed) as failed:
        CaseFactory(actor=world.local.officer, received_at=timezone.now() + shift)
    assert failed.value.field == "received_at"


def test_a_citizen_does_not_choose_the_time_of_receipt(world: World):
    case = submit(received_at=timezone.now() - dt.timedelta(days=30)).case
    assert timezone.now() - case.received_at < dt.timedelta(minutes=5)


def test_a_thai_abroad_needs_no_subdistrict(world: World):
    case = submit(country="เบอร์ลิน เยอรมนี", district_code="", subdistrict_code="").case
    assert case.country
    assert case.holder == world.center.organization


def test_citizens_and_officers_keep_to_their_channels(world: World):
    with pytest.raises(NotAllowed):
        submit(channel=Channel.WALK_IN)
    with pytest.raises(NotAllowed):
        CaseFactory(channel=Channel.WEB, actor=world.local.officer)


@pytest.mark.parametrize(
    "role", [Role.CONTENT_EDITOR, Role.PUBLISHER, Role.PROVINCE_ADMIN, Role.SYSTEM_ADMIN]
)
def test_roles_without_case_work_enter_nothing(world: World, role):
    with pytest.raises(NotAllowed):
        CaseFactory(actor=officer(world.center.organization, role))


def test_without_any_center_the_person_is_told_whom_to_call(world: World):
    Organization.objects.filter(pk=world.center.organization.pk).update(is_active=False)
    with pytest.raises(GuardFailed, match="1300"):
        submit()


def test_whatever_was_not_answered_about_safe_contact_means_no(world: World):
    plain = submission(reporter={"may_email": False})
    case = submit_case(submission=plain, token=uuid.uuid4(), actor=Citizen()).case
    reporter = Reporter.objects.get(case=case)
    assert not any(
        [reporter.may_email, reporter.may_identify, reporter.may_leave_message, reporter.may_tell_affected]
    )
    assert not OutboxMessage.objects.filter(organization=None).exists()


@pytest.mark.parametrize(
    ("details", "band"),
    [
        ({"age": 9}, AgeBand.UNDER_10),
        ({"age": 10}, AgeBand.AGE_10_14),
        ({"age": 17}, AgeBand.AGE_15_17),
        ({"age": 18}, AgeBand.AGE_18_19),
        ({"age": 59}, AgeBand.AGE_20_59),
        ({"age": 60}, AgeBand.AGE_60_UP),
        ({}, AgeBand.UNKNOWN),
        ({"birth_date": dt.date(2008, 2, 29), "age": 70}, AgeBand.AGE_15_17),
    ],
)
def test_the_age_band_follows_from_birth_date_or_estimate(details, band):
    assert AffectedDetails(**details).age_band(dt.date(2026, 2, 28)) == band


def test_a_birthday_counts_on_its_day():
    born = AffectedDetails(birth_date=dt.date(2008, 11, 22))
    assert born.age_band(dt.date(2026, 11, 21)) == AgeBand.AGE_15_17
    assert born.age_band(dt.date(2026, 11, 22)) == AgeBand.AGE_18_19


def test_files_are_stored_privately_under_random_names(world: World):
    case = submit(files=(PHOTO, PHOTO)).case
    names = [row.file.name for row in case.files.all()]
    assert len(set(names)) == 2
    for row in case.files.all():
        assert "รูปบ้าน" not in row.file.name
        with row.file.open("rb") as file:
            assert file.read() == PHOTO.content
        assert (row.name, row.content_type, row.size) == (PHOTO.name, "image/jpeg", len(PHOTO.content))


def stored_files() -> list[str]:
    try:
        folders, files = PRIVATE_STORAGE.listdir("cases")
    except FileNotFoundError:
        return []
    return [name for folder in folders for name in PRIVATE_STORAGE.listdir(f"cases/{folder}")[1]] + files


def test_a_full_disk_costs_the_file_not_the_request(world: World, monkeypatch, caplog):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "save", full)
    with caplog.at_level(logging.CRITICAL):
        submitted = submit(files=(PHOTO,))
    assert submitted.files_refused == (PHOTO.name,)
    assert Case.objects.get() == submitted.case
    assert not CaseFile.objects.exists()


def test_a_request_that_was_not_kept_leaves_no_file_behind(world: World, monkeypatch):
    def broken(**kwargs):
        raise RuntimeError("the audit table is gone")

    monkeypatch.setattr("portal.audit.services.record", broken)
    with pytest.raises(RuntimeError):
        submit(files=(PHOTO,))
    assert not Case.objects.exists()
    assert stored_files() == []


def test_the_center_is_told_by_a_neutral_message(world: World):
    case = submit().case
    message = OutboxMessage.objects.get(organization=world.center.organization)
    assert set(message.context) == {"reference", "link", "body_name", "due"}
    assert case.reference in message.context["link"]
    assert OutboxMessage.objects.get(organization=None).context.keys() == {"reference", "link"}


def test_consent_of_the_person_goes_into_the_history(world: World):
    assert submit(consent=Consent.REFUSED).case.events.get().consent == Consent.REFUSED
    refused = submit(problem=ProblemType.VIOLENCE, consent=Consent.NOT_ASKED).case
    assert refused.referrals.get().consent == Consent.LEGAL_DUTY


def statements_of(problem: ProblemType) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        submit_case(submission=submission(problem=problem), token=uuid.uuid4(), actor=Citizen(""))
    return [one["sql"] for one in asked.captured_queries]


def test_the_book_of_the_office_is_held_for_as_short_as_can_be(world: World):
    """Whoever takes a number makes everybody wait who asks the same office: the number comes last, and it is one statement.

    On a busy evening three people a second ask one center; a book that is held while all the rest is written answers them
    one after the other (issue 15, 1).
    """
    words = statements_of(ProblemType.DISASTER)
    (taken,) = [place for place, sql in enumerate(words) if "cases_registercounter" in sql]
    after = [sql.split(" ", 1)[0] for sql in words[taken + 1 :]]
    assert after[0] == "INSERT"
    assert "cases_registerentry" in words[taken + 1]
    assert set(after[1:]) <= {"RELEASE", "COMMIT"}


@pytest.mark.parametrize("problem", CRISES)
def test_the_book_comes_before_the_number_of_a_letter(world: World, problem):
    """An office that gets a case by an act and answers by letter takes them in this order; else two could wait in a circle."""
    words = statements_of(problem)
    (taken,) = [place for place, sql in enumerate(words) if "cases_registercounter" in sql]
    letters = [place for place, sql in enumerate(words) if "letters_lettercounter" in sql]
    assert letters, "the lead agency gets a letter"
    assert taken < min(letters)


def test_a_request_makes_one_letter_only_when_it_is_routed(world: World):
    submit()
    assert not OutgoingLetter.objects.exists()
    submit(problem=ProblemType.VIOLENCE)
    assert OutgoingLetter.objects.count() == 1


def test_defaults_of_the_reporter_are_those_of_the_table():
    fields = ReporterDetails.__dataclass_fields__
    columns = {field.name: field for field in Reporter._meta.get_fields() if hasattr(field, "default")}
    for name, field in fields.items():
        default = columns[name].get_default()
        assert field.default == default, name


def test_duties_grants_and_referrals_point_to_the_case(world: World):
    case = submit(problem=ProblemType.CHILD_LABOR).case
    assert Duty.objects.filter(case=case, ended_at=None).count() == 3
    assert Grant.objects.filter(case=case, until=None).count() == 2
    assert Referral.objects.get().case == case
