"""Demonstration staff, so that a first visitor can try every side of the desk.

Made by `bin/run` only. Passwords are random for each installation; they stand in a file that only the owner can read.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from portal.accounts.domain.appointments import Order, appoint
from portal.accounts.functions import Function
from portal.accounts.models import User
from portal.accounts.roles import PROPOSED, Role
from portal.actors import System
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.thai.dates import be_year

PROVINCE, DISTRICT = "81", "8101"
SERVED_DAYS = 3 * 366
"""For how long the demonstration staff have served: longer than any demonstration case."""

STAFF: tuple[tuple[str, str, Role, dict[str, str]], ...] = (
    ("center", "สมหญิง (สมมติ)", Role.CENTER_OFFICER, {"type": OrganizationType.CENTER}),
    ("center-head", "ประเสริฐ (สมมติ)", Role.CENTER_HEAD, {"type": OrganizationType.CENTER}),
    ("aonang", "อารี (สมมติ)", Role.LAO_OFFICER, {"type": OrganizationType.TAO, "name_th__contains": "อ่าวนาง"}),
    (
        "aonang-head",
        "วิชัย (สมมติ)",
        Role.LAO_CHIEF_ADMINISTRATOR,
        {"type": OrganizationType.TAO, "name_th__contains": "อ่าวนาง"},
    ),
    ("saithai", "มาลี (สมมติ)", Role.LAO_OFFICER, {"type": OrganizationType.TAO, "name_th__contains": "ไสไทย"}),
    (
        "saithai-head",
        "สุดา (สมมติ)",
        Role.LAO_CHIEF_ADMINISTRATOR,
        {"type": OrganizationType.TAO, "name_th__contains": "ไสไทย"},
    ),
    ("social", "กานดา (สมมติ)", Role.LEAD_AGENCY_OFFICER, {"type": OrganizationType.PROVINCIAL_SOCIAL_OFFICE}),
    ("social-head", "ธนา (สมมติ)", Role.LEAD_AGENCY_HEAD, {"type": OrganizationType.PROVINCIAL_SOCIAL_OFFICE}),
    ("center-deputy", "นภา (สมมติ)", Role.DEPUTY_HEAD, {"type": OrganizationType.CENTER}),
    ("province", "วีระ (สมมติ)", Role.PROVINCE_ADMIN, {"type": OrganizationType.PROVINCIAL_LOCAL_OFFICE}),
    (
        "province-report",
        "ชลธิชา (สมมติ)",
        Role.REPORT_OFFICER,
        {"type": OrganizationType.PROVINCIAL_LOCAL_OFFICE},
    ),
    (
        "province-alarms",
        "รัตนา (สมมติ)",
        Role.LAO_OFFICER,
        {"type": OrganizationType.PROVINCIAL_LOCAL_OFFICE},
    ),
    # The department belongs to no province.
    ("department", "สุรชัย (สมมติ)", Role.VIEWER, {"type": OrganizationType.DLA, "province_code": ""}),
    (
        "department-report",
        "พรทิพย์ (สมมติ)",
        Role.REPORT_OFFICER,
        {"type": OrganizationType.DLA, "province_code": ""},
    ),
    ("governor", "ธเนศ (สมมติ)", Role.VIEWER, {"type": OrganizationType.GOVERNOR}),
    ("editor", "ศิริ (สมมติ)", Role.PUBLISHER, {"type": OrganizationType.CENTER}),
    ("center-dpo", "ปรียา (สมมติ)", Role.DATA_PROTECTION_OFFICER, {"type": OrganizationType.CENTER}),
)
"""User name, shown name, role, and which organization of the starter set, in the province unless it says otherwise."""
BY_ORDER: dict[str, frozenset[Function]] = {"province-alarms": frozenset({Function.ALARMS})}
"""Whose order gives other functions than their position proposes: alarms of what is late go to the province (S2.47)."""


def password_file() -> Path:
    """Return where the passwords of this installation's demonstration staff stand."""
    return settings.KLANG_VAR / "demo-staff.json"


def create_demo_staff() -> None:
    """Make the accounts with random passwords; existing ones keep theirs."""
    passwords: dict[str, str] = {}
    for username, name, role, lookup in STAFF:
        organization = (
            Organization.objects.active()
            .filter(**{"province_code": PROVINCE, **lookup})
            .order_by("pk")
            .first()
        )
        if organization is None:
            raise LookupError(f"the starter set has no organization for {username}")
        user, created = User.objects.get_or_create(username=username, defaults={"display_name": name})
        if not created:
            continue
        passwords[username] = secrets.token_urlsafe(12)
        user.set_password(passwords[username])
        user.save()
        # The demonstration cases of last year were theirs too.
        first = timezone.localdate() - dt.timedelta(days=SERVED_DAYS)
        appoint(
            actor=System(),
            person=user,
            organization=organization,
            role=role,
            functions=BY_ORDER.get(username, PROPOSED[role]),
            first=first,
            order=Order(number=f"1/{be_year(first)}", day=first),
        )
    path = password_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(passwords), encoding="utf-8")


def sign_in_lines() -> list[str]:
    """Return lines for the terminal: who there is and how to sign in."""
    path = password_file()
    if not path.exists():
        return []
    passwords = json.loads(path.read_text(encoding="utf-8"))
    lines = ["Demonstration staff (sign in at /accounts/login/):"]
    for username, _name, role, _lookup in STAFF:
        if username in passwords:
            lines.append(f"  {username:12} {passwords[username]:18} {role.value}")
    return lines
