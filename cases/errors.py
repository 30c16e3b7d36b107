"""What the domain answers when an act cannot be done. Each carries Thai words that may be shown as they are."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CaseError(Exception):
    """Nothing was written.

    Attributes:
        message: what to tell the person who tried.
    """

    message: str | Promise

    def __init__(self, message: str | Promise) -> None:
        self.message = message
        super().__init__(message)


class CaseChanged(CaseError):  # noqa: N818 - an answer to a person, not a failure
    """Somebody else was faster: the version that the actor saw is no longer the case's version (R08)."""

    def __init__(self) -> None:
        super().__init__(_("เรื่องนี้เพิ่งเปลี่ยนไป โปรดดูข้อมูลล่าสุดแล้วลองอีกครั้ง"))


class NotAllowed(CaseError):  # noqa: N818 - an answer to a person, not a failure
    """The table of verbs has no row for this actor in this state.

    Attributes:
        verb: what was tried.
    """

    def __init__(self, verb: str) -> None:
        self.verb = verb
        super().__init__(_("คุณทำรายการนี้ในสถานะปัจจุบันของเรื่องไม่ได้"))


class GuardFailed(CaseError):  # noqa: N818 - an answer to a person, not a failure
    """The row exists, but a condition of it is not met.

    Attributes:
        field: the argument that has to change, if it is one; forms show the message there.
    """

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        self.field = field
        super().__init__(message)


class NotDeclaredError(AssertionError):
    """A mistake of the program: a verb did something else than its line of the table declares. Nothing was written.

    No answer to a person: it is told as any other fault, and says nothing of the case but words of the machine.

    Attributes:
        verb: what was done.
        undeclared: what happened that the line does not declare.
        missing: what the line says that always happens, and did not.
    """

    def __init__(self, verb: str, *, undeclared: tuple[str, ...] = (), missing: tuple[str, ...] = ()) -> None:
        self.verb, self.undeclared, self.missing = verb, undeclared, missing
        did = [f"did what is not declared: {', '.join(undeclared)}"] if undeclared else []
        left_out = [f"left out what it always does: {', '.join(missing)}"] if missing else []
        super().__init__(f"{verb} {' and '.join([*did, *left_out])}")
