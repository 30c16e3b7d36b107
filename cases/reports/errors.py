"""What the room answers when an act cannot be done, in Thai words that may be shown as they are."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ReportError(Exception):
    """Nothing was written.

    Attributes:
        message: what to tell the person who tried.
        field: of the form that has to change, if it is one.
    """

    message: str | Promise

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        self.message = message
        self.field = field
        super().__init__(message)


class ReportChanged(ReportError):  # noqa: N818 - an answer to a person, not a failure
    """Somebody else was faster: the version that the actor saw is no longer the report's version (R08)."""

    def __init__(self) -> None:
        super().__init__(_("รายงานนี้เพิ่งเปลี่ยนไป โปรดดูข้อมูลล่าสุดแล้วลองอีกครั้ง"))


class ReportRefused(ReportError):  # noqa: N818 - an answer to a person, not a failure
    """The table has no line for this, or a condition of it is not met."""
