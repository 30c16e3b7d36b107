"""A new installation comes to life by one command and the pages: administrator, delegate, officer, first case (issue 10)."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import totp

from cases.models import Case
from portal.accounts.models import AuthenticatorApp, User
from portal.accounts.roles import Role
from portal.organizations.areas import area_name
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import OrganizationFactory

pytestmark = pytest.mark.django_db(transaction=True)

NOW = dt.datetime(2026, 11, 26, 2, 0, tzinfo=dt.UTC)


class Person:
    """Somebody with a browser and a telephone."""

    def __init__(self, password: str) -> None:
        self.browser = Client()
        self.password = password
        self.username = ""

    def comes_in(self, username: str, code: str) -> None:
        """Set the password by the code from paper, sign in, and set up the telephone."""
        self.username = username
        typed = {"username": username, "code": code, "password": self.password, "again": self.password}
        assert self.browser.post(reverse("accounts:activate"), typed)["Location"] == reverse("accounts:login")
        signed = {"username": username, "password": self.password}
        landed = self.browser.post(reverse("accounts:login"), signed)["Location"]
        first = self.browser.get(landed)["Location"]
        assert first == reverse("accounts:second_setup")
        self.browser.get(first)
        device = AuthenticatorApp.objects.get(user__username=username)
        page = self.browser.post(first, {"code": f"{totp(device.bin_key):06}"})
        assert "รหัสสำรอง" in page.content.decode()

    def appoints(self, organization: Organization, name: str, role: Role) -> tuple[str, str]:
        """Appoint somebody and give a code; returns user name and code."""
        url = reverse("accounts:appoint", kwargs={"organization": organization.pk})
        typed = {"name": name, "role": role.value, "first_day": "26/11/2569"}
        page = self.browser.post(url, typed)["Location"]
        pk = int(re.search(r"/(\d+)/$", page)[1])
        text = self.browser.post(reverse("accounts:code", kwargs={"pk": pk})).content.decode()
        return User.objects.get(display_name=name).username, re.search(r'class="code-shown">([^<]+)<', text)[
            1
        ]


def test_from_an_empty_table_of_people_to_the_first_case(settings):
    settings.KLANG = {**settings.KLANG, "SECOND_FACTOR": "required"}
    Organization.objects.all().delete()
    OrganizationFactory(type=OrganizationType.CENTER, name_th="สถานที่กลางอำเภอเมืองกระบี่")
    provincial = OrganizationFactory(type=OrganizationType.PROVINCIAL_LOCAL_OFFICE)
    local = OrganizationFactory(name_th="องค์การบริหารส่วนตำบลอ่าวนาง")
    out = io.StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("make_first_admin", "somying", "--name", "สมหญิง ใจดี", stdout=out)
        administrator = Person("ลมหนาวพัดผ่านทุ่งนาเช้านี้")
        administrator.comes_in("somying", re.search(r"code\s+(\S+)", out.getvalue())[1])
        delegate = Person("เรือหางยาวออกจากท่าแต่เช้ามืด")
        delegate.comes_in(*administrator.appoints(provincial, "มาลี รักงาน", Role.PROVINCE_ADMIN))
        officer = Person("ฝนตกเบาเบาบนหลังคาสังกะสี")
        officer.comes_in(*delegate.appoints(local, "อารี ตั้งใจ", Role.LAO_OFFICER))
        token = re.search(
            r'name="token" value="([^"]+)"', officer.browser.get(reverse("desk:new")).content.decode()
        )[1]
        request = {
            "token": token,
            "channel": "walk_in",
            "problem": "disaster",
            "narrative": "น้ำท่วมบ้าน",
            "consent": "given",
            "severity": "normal",
            "relation": "self",
            "place": area_name("810111"),
        }
        answer = officer.browser.post(reverse("desk:new"), request)
        assert answer.status_code == 302, re.findall(r'error-text">([^<]+)', answer.content.decode())
        case = Case.objects.get()
        assert case.reference in officer.browser.get(answer["Location"]).content.decode()
        # Those who administer see nothing of it.
        page = reverse("desk:case", kwargs={"reference": case.reference})
        assert officer.browser.get(page).status_code == 200
        assert administrator.browser.get(page).status_code == 404
        assert delegate.browser.get(page).status_code == 404
