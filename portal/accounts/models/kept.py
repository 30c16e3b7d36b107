"""What a member of staff typed when the session had ended, and by what it finds back to that person."""

from __future__ import annotations

from django.db import models

from portal.accounts.models.user import User
from portal.sealing.fields import SealedTextField


class SignInMark(models.Model):
    """By what a form shows under whose sign-in it was drawn: a keyed digest of its token or of the session's key.

    Needed when the session is gone and only the form is left (`portal.accounts.kept`).
    """

    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.digest[:8]}…"


class KeptForm(models.Model):
    """What a member of staff sent without a session, until the same person has signed in again (R15)."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    content = SealedTextField(bound_to=("owner_id", "path"))
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "path"], name="one_kept_form_for_an_address")]

    def __str__(self) -> str:
        return f"{self.owner_id} · {self.path}"
