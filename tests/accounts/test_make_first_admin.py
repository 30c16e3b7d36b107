"""The first person of an installation comes in by a code, and only the first (ASVS 6.3.2)."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from portal.accounts.actors import actor_for
from portal.accounts.domain.delegation import organizations_of
from portal.accounts.functions import Function
from portal.accounts.models import Activation, User
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import OrganizationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def center() -> Organization:
    Organization.objects.of_types(OrganizationType.CENTER).update(is_active=False)
    return OrganizationFactory(type=OrganizationType.CENTER, name_th="สถานที่กลางอำเภอเมืองกระบี่")


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("make_first_admin", *args, stdout=out)
    return out.getvalue()


def code_in(text: str) -> str:
    return re.search(r"code\s+(\S+)", text)[1]


def test_it_makes_one_who_administers_and_sees_no_case(center):
    run("somying", "--name", "สมหญิง ใจดี")
    user = User.objects.get(username="somying")
    actor = actor_for(user)
    assert actor.organization == center
    assert actor.functions == {Function.SYSTEM, Function.ACCOUNTS}
    assert not actor.works_on_cases
    assert user.is_superuser
    provincial = OrganizationFactory(type=OrganizationType.PROVINCIAL_LOCAL_OFFICE)
    assert {center, provincial} <= set(organizations_of(actor))


def test_no_password_is_printed_and_the_code_lets_in(center, client):
    text = run("somying", "--name", "สมหญิง ใจดี")
    assert not User.objects.get().has_usable_password()
    assert reverse("accounts:activate") in text
    new = "ฝนตกเบาเบาที่ชายหาดไร่เลย์"
    typed = {"username": "somying", "code": code_in(text), "password": new, "again": new}
    assert client.post(reverse("accounts:activate"), typed).status_code == 302
    typed = {"username": "somying", "password": new}
    assert client.post(reverse("accounts:login"), typed).status_code == 302


def test_run_again_before_the_code_was_used_it_gives_a_new_one(center):
    first, second = code_in(run("somying", "--name", "สมหญิง ใจดี")), code_in(run("somying"))
    assert first != second
    assert Activation.objects.filter(replaced_at=None).count() == 1
    assert User.objects.count() == 1


def test_there_is_no_second_first(center):
    run("somying", "--name", "สมหญิง ใจดี")
    with pytest.raises(CommandError, match="appoint everybody else"):
        run("somchai", "--name", "สมชาย ใจดี")
    user = User.objects.get()
    user.set_password("ฝนตกเบาเบาที่ชายหาดไร่เลย์")
    user.save()
    with pytest.raises(CommandError, match="ask its administrator"):
        run("somying")
    assert User.objects.count() == 1


def test_it_asks_for_what_it_needs_and_leaves_nothing_half_made(center):
    with pytest.raises(CommandError, match="--name"):
        run("somying")
    other = OrganizationFactory(type=OrganizationType.CENTER, name_th="สถานที่กลางอำเภออ่าวลึก")
    with pytest.raises(CommandError, match="--organization"):
        run("somying", "--name", "สมหญิง ใจดี")
    with pytest.raises(CommandError, match="no such center"):
        run("somying", "--name", "สมหญิง ใจดี", "--organization", "ภูเก็ต")
    assert not User.objects.exists()
    run("somying", "--name", "สมหญิง ใจดี", "--organization", "อ่าวลึก")
    assert actor_for(User.objects.get()).organization == other


def test_when_the_last_one_has_left_the_machine_begins_anew(center):
    run("somying", "--name", "สมหญิง ใจดี")
    first = User.objects.get().appointments.get()
    first.valid_from, first.valid_until = dt.date(2020, 1, 1), timezone.localdate()
    first.save()
    with pytest.raises(CommandError, match="appoint everybody else"):
        run("somchai", "--name", "สมชาย ใจดี")
    first.valid_until -= dt.timedelta(days=1)
    first.save()
    run("somchai", "--name", "สมชาย ใจดี")
    assert User.objects.get(username="somchai").is_superuser
