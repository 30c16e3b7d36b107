"""The demonstration's results of last year, computed from its fictitious cases and published by its fictitious editor."""

from __future__ import annotations

from django.utils import timezone

from announcements.models import AnnualResults
from announcements.results.publishing import compute_draft, publish
from portal.accounts.models import User
from portal.thai.dates import fiscal_year

METHOD = "ตัวเลขนี้คำนวณจากเรื่องสมมติของชุดสาธิต ไม่ใช่ผลงานจริง"
METHOD_EN = (
    "These figures are computed from the fictitious cases of the demonstration; they are no real results."
)


def publish_last_year() -> None:
    """Publish last fiscal year once, so that a first visitor sees what such a page looks like (S1.30).

    Raises:
        User.DoesNotExist: the demonstration staff were not made before.
    """
    year = fiscal_year(timezone.localdate()) - 1
    if AnnualResults.objects.filter(be_year=year).exists():
        return
    editor = User.objects.get(username="editor")
    compute_draft(be_year=year, user=None, demonstration=True)
    publish(be_year=year, user=editor, method=METHOD, method_en=METHOD_EN)
