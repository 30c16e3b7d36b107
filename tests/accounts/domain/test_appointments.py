"""Appointing: what an organization may give, for which time, by which order (S2.60)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.accounts.actors import actor_for
from portal.accounts.domain.appointments import (
    Order,
    appoint,
    cancel_appointment,
    change_functions,
    complete_order,
    end_appointment,
)
from portal.accounts.domain.delegation import NotAdministeredError
from portal.accounts.functions import FUNCTIONS_OF, Function
from portal.accounts.models import Appointment, OpenSession, User
from portal.accounts.roles import Role
from portal.actors import System
from portal.audit.models import AuditEntry
from portal.files import CheckedFile
from portal.files.tasks import delete_files
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import AppointmentFactory, OrganizationFactory, UserFactory, officer

pytestmark = pytest.mark.django_db

PDF = CheckedFile("คำสั่ง ๑๒-๒๕๖๙.pdf", b"%PDF-1.7 safe", "application/pdf", "pdf")


def made(**values: object) -> Appointment:
    """Appoint somebody to intake at a local administration; `values` replace."""
    given = {
        "actor": System(),
        "role": Role.LAO_OFFICER,
        "functions": [Function.INTAKE],
        "person": values.get("person") or UserFactory(),
        "organization": values.get("organization") or OrganizationFactory(),
    }
    return appoint(**(given | values))


def refusal(**values: object) -> str:
    """Return the code with which an appointment is refused; nothing is written."""
    before = (Appointment.objects.count(), AuditEntry.objects.count())
    with pytest.raises(ValidationError) as refused:
        made(**values)
    assert (Appointment.objects.count(), AuditEntry.objects.count()) == before
    return refused.value.code


def test_an_order_is_kept_whole_and_lets_its_holder_act():
    actor = officer(functions=[Function.SUPERVISE])
    one = made(
        actor=actor,
        organization=actor.organization,
        functions=[Function.INTAKE, Function.REPORTING],
        first=dt.date(2026, 11, 1),
        last=dt.date(2027, 9, 30),
        order=Order("๑๒/๒๕๖๙", dt.date(2026, 10, 30), PDF),
    )
    one.refresh_from_db()
    assert (one.order_no, one.ordered_on) == ("๑๒/๒๕๖๙", dt.date(2026, 10, 30))
    assert (one.valid_from, one.valid_until) == (dt.date(2026, 11, 1), dt.date(2027, 9, 30))
    assert one.order_file_name == PDF.name
    with time_machine.travel("2026-11-26T12:00:00+07:00", tick=False):
        assert actor_for(one.user).functions == {Function.INTAKE, Function.REPORTING}
    entry = AuditEntry.objects.get(action="account.appointed")
    assert (entry.user, entry.organization) == (actor.person, one.organization)
    assert entry.data == {"person": one.user_id, "functions": ["intake", "reporting"]}


def test_the_file_lies_where_no_address_leads_under_a_name_that_says_nothing(settings):
    one = made(order=Order(file=PDF))
    path = Path(one.order_file.path)
    assert one.order_file.name.startswith("orders/")
    assert "คำสั่ง" not in path.name
    assert path.suffix == ".pdf"
    assert PDF.content not in path.read_bytes(), "it is sealed where it lies"
    with one.order_file.open() as file:
        assert file.read() == PDF.content
    assert not path.is_relative_to(settings.MEDIA_ROOT)


@pytest.mark.parametrize("kind", OrganizationType)
def test_no_organization_gives_what_its_kind_may_not(kind):
    body = OrganizationFactory(type=kind)
    for function in Function:
        if function in FUNCTIONS_OF[kind]:
            made(organization=body, functions=[function])
        else:
            assert refusal(organization=body, functions=[function]) == "not_of_this_type"


def test_an_order_gives_something():
    assert refusal(functions=[]) == "no_function"


@pytest.mark.parametrize("other", [Function.WORK, Function.DEPUTY, Function.FIELD])
def test_the_machines_administrator_has_no_case_work_beside_it(other):
    center = OrganizationFactory(type=OrganizationType.CENTER)
    assert refusal(organization=center, functions=[Function.SYSTEM, other]) == "system_apart"
    made(organization=center, functions=[Function.SYSTEM, Function.EDIT_CONTENT])


def test_it_neither_ends_before_it_begins_nor_lies_in_a_closed_organization():
    today = timezone.localdate()
    assert refusal(first=today, last=today - dt.timedelta(days=1)) == "ends_before_it_begins"
    closed = OrganizationFactory(is_active=False, closed_on=dt.date(2026, 1, 1))
    assert refusal(organization=closed) == "closed_organization"
    made(first=today, last=today)


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        ("2026-01-01", None, True),
        ("2026-06-30", "2026-07-01", True),
        ("2026-03-01", "2026-04-01", True),
        ("2025-01-01", "2026-01-01", True),
        ("2025-01-01", "2025-12-31", False),
        ("2026-07-01", None, False),
    ],
)
def test_two_orders_of_a_person_in_one_organization_do_not_overlap(first, last, refused):
    before = AppointmentFactory(valid_from=dt.date(2026, 1, 1), valid_until=dt.date(2026, 6, 30))
    period = {"first": dt.date.fromisoformat(first), "last": dt.date.fromisoformat(last) if last else None}
    same = {"person": before.user, "organization": before.organization}
    if refused:
        assert refusal(**same, **period) == "overlaps"
    else:
        made(**same, **period)
    made(person=before.user, **period)
    made(organization=before.organization, **period)


def test_an_open_order_overlaps_everything_after_it():
    before = AppointmentFactory(valid_from=dt.date(2026, 1, 1))
    assert (
        refusal(person=before.user, organization=before.organization, first=dt.date(2030, 1, 1)) == "overlaps"
    )


def test_functions_change_at_the_next_request_and_are_on_record():
    one = made(functions=[Function.INTAKE, Function.REPORTING])
    assert change_functions(actor=System(), appointment=one, functions=[Function.INTAKE, Function.SUPERVISE])
    assert actor_for(one.user).supervises
    assert Function.REPORTING not in actor_for(one.user).functions
    entry = AuditEntry.objects.get(action="account.functions_changed")
    assert entry.data == {"person": one.user_id, "functions": ["intake", "supervise"]}
    assert not change_functions(
        actor=System(), appointment=one, functions=[Function.SUPERVISE, Function.INTAKE]
    )
    assert AuditEntry.objects.filter(action="account.functions_changed").count() == 1


def test_changed_functions_obey_the_same_table():
    one = made()
    for functions, code in (([], "no_function"), ([Function.PUBLISH], "not_of_this_type")):
        with pytest.raises(ValidationError) as refused:
            change_functions(actor=System(), appointment=one, functions=functions)
        assert refused.value.code == code
    assert actor_for(one.user).functions == {Function.INTAKE}


def test_entry_to_the_back_office_follows_at_once():
    center = OrganizationFactory(type=OrganizationType.CENTER)
    one = made(organization=center, functions=[Function.EDIT_CONTENT])
    assert one.user.groups.filter(name="Editors").exists()
    change_functions(actor=System(), appointment=one, functions=[Function.VIEW])
    assert not one.user.groups.exists()


def test_entry_stays_where_another_order_gives_it():
    center = OrganizationFactory(type=OrganizationType.CENTER)
    one = made(organization=center, functions=[Function.EDIT_CONTENT])
    other = OrganizationFactory(type=OrganizationType.CENTER)
    made(person=one.user, organization=other, functions=[Function.EDIT_CONTENT])
    change_functions(actor=System(), appointment=one, functions=[Function.VIEW])
    assert one.user.groups.filter(name="Editors").exists()


def signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def test_ended_yesterday_means_signed_out_now():
    one = AppointmentFactory()
    browser = signed_in(one.user)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    end_appointment(actor=System(), appointment=one, last=yesterday)
    assert actor_for(one.user) is None
    assert not OpenSession.objects.exists()
    assert browser.get(reverse("desk:worklist")).status_code == 302
    assert AuditEntry.objects.get(action="account.appointment_ended").data == {
        "person": one.user_id,
        "last": yesterday.isoformat(),
    }


def test_ended_today_it_holds_until_midnight():
    one = AppointmentFactory()
    browser = signed_in(one.user)
    end_appointment(actor=System(), appointment=one, last=timezone.localdate())
    assert browser.get(reverse("desk:worklist")).status_code == 200


def test_a_later_last_day_prolongs_it_and_meets_no_other_order():
    one = AppointmentFactory(valid_from=dt.date(2026, 1, 1), valid_until=dt.date(2026, 6, 30))
    end_appointment(actor=System(), appointment=one, last=dt.date(2026, 9, 30))
    one.refresh_from_db()
    assert one.valid_until == dt.date(2026, 9, 30)
    AppointmentFactory(user=one.user, organization=one.organization, valid_from=dt.date(2026, 10, 1))
    with pytest.raises(ValidationError) as refused:
        end_appointment(actor=System(), appointment=one, last=dt.date(2026, 10, 1))
    assert refused.value.code == "overlaps"


def test_an_end_before_the_beginning_is_refused():
    one = AppointmentFactory(valid_from=dt.date(2026, 1, 1))
    with pytest.raises(ValidationError):
        end_appointment(actor=System(), appointment=one, last=dt.date(2025, 12, 31))
    one.refresh_from_db()
    assert one.valid_until is None


# --- completing an order -------------------------------------------------------------------------------------------------


def test_an_order_is_completed_and_corrected_and_what_was_there_stays_on_record():
    """S2.60: names come by a list with number and day; the signed order follows."""
    actor = officer(functions=[Function.SUPERVISE])
    one = made(
        actor=actor,
        organization=actor.organization,
        functions=[Function.INTAKE],
        last=dt.date(2999, 9, 30),
        order=Order("๑๒/๒๕๖๙", dt.date(2026, 10, 30)),
    )
    before = Appointment.objects.values("valid_from", "valid_until", "user").get(pk=one.pk)
    order = Order("๑๓/๒๕๖๙", dt.date(2026, 11, 2), PDF)
    changed = complete_order(actor=actor, appointment=one, order=order, role=Role.DEPUTY_HEAD)
    assert set(changed) == {"order_no", "ordered_on", "role", "order_file"}
    one.refresh_from_db()
    assert (one.order_no, one.ordered_on, one.role) == ("๑๓/๒๕๖๙", dt.date(2026, 11, 2), Role.DEPUTY_HEAD)
    with one.order_file.open() as file:
        assert file.read() == PDF.content
    assert one.order_file_name == PDF.name
    assert actor_for(one.user).functions == {Function.INTAKE}, "a position gives nobody anything"
    assert Appointment.objects.values("valid_from", "valid_until", "user").get(pk=one.pk) == before
    entry = AuditEntry.objects.get(action="account.order_completed")
    assert (entry.user, entry.subject) == (actor.person, f"appointment:{one.pk}")
    assert entry.data == {
        "person": one.user_id,
        "before": {
            "order_no": "๑๒/๒๕๖๙",
            "ordered_on": "2026-10-30",
            "role": "lao_officer",
            "had_file": False,
        },
    }
    again = Order(order.number, order.day)
    assert complete_order(actor=actor, appointment=one, order=again, role=Role.DEPUTY_HEAD) == ()
    assert AuditEntry.objects.filter(action="account.order_completed").count() == 1
    one.refresh_from_db()
    assert one.order_file, "without a new file the one that is there stays"


def forgotten() -> list[str]:
    """Return the files that are to be deleted."""
    rows = DBTaskResult.objects.filter(task_path=delete_files.module_path)
    return [name for row in rows for name in row.args_kwargs["args"][0]]


def test_a_replaced_file_and_that_of_an_order_taken_back_are_forgotten(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    one = made(order=Order(file=PDF), first=timezone.localdate() + dt.timedelta(days=9))
    first = one.order_file.name
    other = CheckedFile("ใหม่.pdf", b"%PDF-1.7 other", "application/pdf", "pdf")
    complete_order(actor=System(), appointment=one, order=Order(file=other), role=Role.LAO_OFFICER)
    one.refresh_from_db()
    assert one.order_file_name == "ใหม่.pdf"
    assert forgotten() == [first]
    cancel_appointment(actor=System(), appointment=one)
    assert set(forgotten()) == {first, one.order_file.name}


def test_an_order_is_completed_by_whoever_may_change_it_and_by_nobody_else():
    one = AppointmentFactory(functions=[Function.SUPERVISE])
    own = officer(one.organization, functions=[Function.SUPERVISE])
    for actor, appointment in (
        (officer(functions=[Function.SUPERVISE]), one),
        (officer(one.organization, functions=[Function.WORK]), one),
        (own, own.appointment),
    ):
        with pytest.raises(NotAdministeredError):
            complete_order(actor=actor, appointment=appointment, order=Order("1/2569"), role=Role.VIEWER)
    assert not AuditEntry.objects.exists()
    assert not Appointment.objects.exclude(order_no="").exists()
