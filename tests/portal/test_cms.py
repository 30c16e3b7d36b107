"""The content back-office knows nothing of cases, people and accounts (docs/decisions/0003)."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.snippets.models import get_snippet_models

from portal.accounts.functions import CASE_WORK, CMS_GROUPS, Function
from portal.accounts.roles import PROPOSED, Role
from tests.accounts.factories import AppointmentFactory

PRIVATE_APPS = {
    *("cases", "accounts", "audit", "outbox", "throttle"),
    *("events", "needs", "georeport", "reports", "statistics", "surveys", "tours"),
    *("vulnerable", "camps"),
}


def private_models() -> set[type]:
    return {model for model in apps.get_models() if model._meta.app_label in PRIVATE_APPS}


def test_there_are_private_models_to_protect():
    assert len(private_models()) > 10


def test_no_private_model_is_a_snippet():
    assert not private_models() & set(get_snippet_models())


def test_no_private_model_is_tracked_by_wagtails_reference_index():
    tracked = {model for model in private_models() if ReferenceIndex.model_is_indexable(model)}
    # Plain models may carry foreign keys, so Wagtail could index them; nothing of ours may be registered for it.
    assert not tracked & {model for model in ReferenceIndex.tracked_models if model in private_models()}


def test_no_private_model_is_searchable_through_wagtail():
    from wagtail.search.index import Indexed

    assert not [model for model in private_models() if issubclass(model, Indexed)]


@pytest.fixture
def editor(db):
    appointment = AppointmentFactory(role=Role.CONTENT_EDITOR)
    appointment.user.groups.add(Group.objects.get(name=CMS_GROUPS[Function.EDIT_CONTENT]))
    return appointment.user


def test_an_editor_enters(client, editor):
    client.force_login(editor)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if PROPOSED[role] & CASE_WORK])
def test_an_officer_does_not(client, role):
    client.force_login(AppointmentFactory(role=role).user)
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code in (302, 403)


@pytest.mark.parametrize(
    "name", ["wagtailusers_users:index", "wagtailusers_groups:index", "wagtailusers_users:add"]
)
def test_an_editor_does_not_administer_accounts(client, editor, name):
    client.force_login(editor)
    response = client.get(reverse(name))
    assert response.status_code in (302, 403)


def test_the_back_office_has_its_own_policy_and_nobody_else_has(client, editor):
    client.force_login(editor)
    assert "unsafe-inline" in client.get(reverse("wagtailadmin_home"))["Content-Security-Policy"]
    assert "unsafe" not in client.get(reverse("accounts:login"))["Content-Security-Policy"]
