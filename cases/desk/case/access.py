"""Why somebody may see a case, or may not, in one sentence: the reasons of the decision of the door, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.view import Decision, Reason, Refusal
from portal.thai.dates import format_datetime

REFUSED = {
    Refusal.NO_CASE_WORK: gettext_lazy("คำสั่งแต่งตั้งไม่ได้ให้ทำงานเรื่องช่วยเหลือ"),
    Refusal.RECUSED: gettext_lazy("บุคคลนี้ขอไม่ร่วมพิจารณา เพราะมีส่วนได้เสีย"),
    Refusal.NO_REASON: gettext_lazy("หน่วยงานไม่มีเหตุให้อ่านเรื่องนี้"),
    Refusal.EXCLUDED: gettext_lazy("ผู้แจ้งขอไม่ให้หน่วยงานนี้รู้"),
}


def why(decision: Decision) -> str:
    """Return for which reasons the reader may see the case, and how much; or why nothing, or less, is shown."""
    if decision.scope is None:
        assert decision.refusal is not None
        return _("ไม่เห็นเรื่องนี้ เพราะ%(refusal)s") % {"refusal": REFUSED[decision.refusal]}
    reasons = list(dict.fromkeys(_reason(reason) for reason in decision.reasons))
    values = {"reasons": ", ".join(reasons), "scope": decision.scope.label}
    sentence = _("เห็นเรื่องนี้ได้เพราะหน่วยงาน%(reasons)s · เห็น: %(scope)s") % values
    return f"{sentence} · {REFUSED[decision.refusal]}" if decision.refusal else sentence


def _reason(reason: Reason) -> str:
    words = str(reason.why.label)
    if reason.until is None:
        return words
    until = {"reason": words, "until": format_datetime(reason.until)}
    return _("%(reason)s (อ่านอย่างเดียว ถึง %(until)s)") % until
