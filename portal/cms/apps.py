"""Wagtail's back-office, without the e-mail that it would send by itself, with dates of the Buddhist era and Thai labels.

Its screens of users are those of `portal.accounts.desk.cms_users`, which stands above this room.
"""

from __future__ import annotations

from wagtail.admin.apps import WagtailAdminAppConfig
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted
from wagtail.users.apps import WagtailUsersAppConfig


class CmsConfig(WagtailAdminAppConfig):
    """`wagtail.admin` that tells moderators of a proposal on their first screen and not by mail.

    Wagtail writes its mails within the request, past the outbox: an editor would wait for the mail server, and see an
    error when it refuses.
    """

    def ready(self) -> None:
        """Take away the receivers that Wagtail connects, and give its forms our dates and labels."""
        super().ready()
        # Late: models cannot be imported before every app is there.
        from portal.cms import dates, labels

        dates.connect()
        labels.connect()
        # Late, as above.
        from wagtail.models import TaskState, WorkflowState

        for signal, sender, receiver in (
            (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
            (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
            (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
            (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
        ):
            if not signal.disconnect(sender=sender, dispatch_uid=receiver):
                raise LookupError(f"Wagtail has renamed {receiver}: look where it sends its mail now")


class UsersConfig(WagtailUsersAppConfig):
    """`wagtail.users` whose screens set who may do what in the back-office, and nothing else of an account."""

    user_viewset = "portal.accounts.desk.cms_users.UserViewSet"
