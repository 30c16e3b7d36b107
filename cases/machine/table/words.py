"""Words and sets that several lines of the table share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.machine.vocabulary import IN_WORK, Stage, WaitingKind, WaitingState
from cases.vocabulary import Visibility

CITIZEN = _("ผู้แจ้ง")
SYSTEM = _("ระบบ")
HOLDER_INTAKE = _("เจ้าหน้าที่รับเรื่องหรือผู้ปฏิบัติงานของหน่วยงานที่รับผิดชอบ")
HOLDER_WORK = _("ผู้ปฏิบัติงานของหน่วยงานที่รับผิดชอบ")
TARGET = _("เจ้าหน้าที่รับเรื่องของหน่วยงานที่ถูกขอ")
CENTER_DECIDES = _("หัวหน้าศูนย์หรือผู้แทน")
DECIDES = _("หัวหน้าหรือผู้แทนของหน่วยงานที่ต้องพิจารณา ซึ่งไม่ใช่ผู้ขอ")
WORKS_ON_IT = _("ผู้ปฏิบัติงานของทุกหน่วยงานที่ทำเรื่องนี้")
READS_IT = _("เจ้าหน้าที่ของทุกหน่วยงานที่อ่านเรื่องนี้ได้")

PUBLIC, SHARED, INTERNAL = Visibility.PUBLIC, Visibility.SHARED, Visibility.INTERNAL
EVERY_STAGE = frozenset(Stage)
AFTER_RECEIPT = frozenset({Stage.SCREENED, *IN_WORK})
ASKED_OF = frozenset({WaitingKind.HANDOVER, WaitingKind.JOINT})
SENT, ACCEPTED = frozenset({WaitingState.SENT}), frozenset({WaitingState.ACCEPTED})
