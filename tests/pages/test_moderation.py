"""Editors propose, publishers decide; nothing of it leaves the house as a mail."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowState, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from portal.accounts.models import User
from portal.pages.models import ContentPage, HomePage
from tests.accounts.factories import UserFactory


@pytest.fixture
def moderated(home: HomePage) -> HomePage:
    """A site whose pages are approved by the group Moderators, as Wagtail installs it."""
    task = GroupApprovalTask.objects.create(name="อนุมัติ")
    task.groups.add(Group.objects.get(name="Moderators"))
    workflow = Workflow.objects.create(name="ตรวจก่อนเผยแพร่")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=home, defaults={"workflow": workflow})
    return home


def member(group: str) -> User:
    """Return somebody with a mailbox in one of the groups of the CMS."""
    user = UserFactory(email=f"{group.lower()}@example.org")
    user.groups.add(Group.objects.get(name=group))
    return user


def write(client: Client, home: HomePage, action: str) -> ContentPage | None:
    """Write a plain page in the CMS and press a button."""
    data = nested_form_data(
        {
            "title": "ร่างประกาศเวลาทำการ",
            "title_en": "Office hours",
            "slug": "",
            "search_description": "",
            "checked_on": "",
            "body": streamfield([("heading", "เปิดวันเสาร์")]),
            "body_en": streamfield([]),
            "pictures": inline_formset([]),
            "comments": inline_formset([]),
            action: "1",
        }
    )
    response = client.post(reverse("wagtailadmin_pages:add", args=["pages", "contentpage", home.pk]), data)
    assert response.status_code == 302, response.content.decode()[:2000]
    return ContentPage.objects.filter(title="ร่างประกาศเวลาทำการ").first()


def test_a_proposal_waits_for_a_publisher_and_sends_no_mail(
    moderated: HomePage, client: Client, mailoutbox: list[object]
) -> None:
    """E-mail leaves through the outbox only, and never while an editor waits for the mail server."""
    publisher = member("Moderators")
    client.force_login(member("Editors"))
    page = write(client, moderated, "action-submit")
    assert page and not page.live
    assert client.get("/office-hours/").status_code == 404
    state = WorkflowState.objects.get()
    assert state.status == WorkflowState.STATUS_IN_PROGRESS

    client.force_login(publisher)
    task = state.current_task_state
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]), {"comment": ""}
    )
    assert "เปิดวันเสาร์" in Client().get("/office-hours/").content.decode()
    assert mailoutbox == []


def test_a_refused_proposal_stays_a_draft_and_sends_no_mail(
    moderated: HomePage, client: Client, mailoutbox: list[object]
) -> None:
    publisher = member("Moderators")
    client.force_login(member("Editors"))
    page = write(client, moderated, "action-submit")
    task = WorkflowState.objects.get().current_task_state
    client.force_login(publisher)
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", task.pk]),
        {"comment": "เวลาไม่ตรงกับป้าย"},
    )
    task.refresh_from_db()
    assert (task.status, task.comment) == ("rejected", "เวลาไม่ตรงกับป้าย")
    assert Client().get("/office-hours/").status_code == 404
    assert mailoutbox == []


def test_an_editor_cannot_publish_by_pressing_a_button_that_is_not_there(
    moderated: HomePage, client: Client
) -> None:
    client.force_login(member("Editors"))
    page = write(client, moderated, "action-publish")
    assert page and not page.live
    assert Client().get("/office-hours/").status_code == 404
