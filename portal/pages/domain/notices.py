"""Four eyes: whoever has to decide on a proposal, and whoever proposed it, is told by mail, through the outbox (S1.11, S1.21).

In the product both see it on their first screen: Wagtail lists there what waits for the one and what became of the proposals of
the other. The mail names the page and leads to it; it carries nothing of its text.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from portal.outbox.services import enqueue
from portal.web.links import absolute

LONGEST_TITLE = 120


def connect() -> None:
    """Listen; called once when the app is ready."""
    task_submitted.connect(_submitted, sender=TaskState, dispatch_uid="pages-notice-submitted", weak=False)
    for signal, template in ((workflow_approved, "page_approved"), (workflow_rejected, "page_returned")):

        def decided(
            sender: Any, instance: WorkflowState, template: str = template, user: Any = None, **kwargs: Any
        ) -> None:
            _decided(instance, template, user)

        signal.connect(decided, sender=WorkflowState, dispatch_uid=f"pages-notice-{template}", weak=False)


def _submitted(sender: Any, instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    """Tell those who may decide, but not who proposed it."""
    task = instance.task.specific
    groups = getattr(task, "groups", None)
    if groups is None:
        return
    deciders = get_user_model().objects.filter(groups__in=groups.all(), is_active=True).exclude(email="")
    for person in deciders.exclude(pk=getattr(user, "pk", None)).distinct():
        _tell(person, "page_proposed", instance.workflow_state, f"{instance.pk}")


def _decided(state: WorkflowState, template: str, user: Any) -> None:
    """Tell who proposed it, unless they decided themselves."""
    person = state.requested_by
    if person is not None and person.email and person.is_active and person != user:
        _tell(person, template, state, f"{state.current_task_state_id}")


def _tell(person: Any, template: str, state: WorkflowState, key: str) -> None:
    page = state.content_object
    if not isinstance(page, Page):
        return
    link = absolute(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    enqueue(
        template=template,
        to=person.email,
        context={"reference": page.get_admin_display_title()[:LONGEST_TITLE], "link": link},
        dedup_key=f"{template}:{state.pk}:{key}:{person.pk}",
    )
