"""What the portal does by itself: deadlines follow the calendar, and cases those who can act on them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.verbs.transition import OPEN_STATES, Transition
from cases.vocabulary import Verb, Visibility

ROWS = (
    Transition(
        verb=Verb.RECOUNT,
        row="21",
        sources=OPEN_STATES,
        who=rules.system,
        who_words=_("ระบบ เมื่อวันหยุดราชการเปลี่ยน"),
        follows_calendar=True,
        visibility=Visibility.SHARED,
    ),
    Transition(
        verb=Verb.SUCCEED,
        row="22",
        sources=OPEN_STATES,
        who=rules.system,
        who_words=_("ระบบ เมื่อหน่วยงานสิ้นสุดลงหรือไม่มีเจ้าหน้าที่แล้ว"),
        passes_on=True,
        visibility=Visibility.SHARED,
    ),
)
