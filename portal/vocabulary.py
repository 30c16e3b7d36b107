"""Words that several rooms share: what a person needs help with, and who acts (glossary)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProblemType(TextChoices):
    """What a person needs help with: the four crisis problems (S2.32) and the general kinds of help."""

    UNREADY_PREGNANCY = "unready_pregnancy", _("ตั้งครรภ์ไม่พร้อม")
    HUMAN_TRAFFICKING = "human_trafficking", _("การค้ามนุษย์")
    CHILD_LABOR = "child_labor", _("แรงงานเด็ก")
    VIOLENCE = "violence", _("ความรุนแรงต่อเด็ก สตรี ผู้สูงอายุ และคนพิการ")
    DISASTER = "disaster", _("สาธารณภัย")
    QUALITY_OF_LIFE = "quality_of_life", _("ส่งเสริมและพัฒนาคุณภาพชีวิต")
    DISEASE = "disease", _("ป้องกันและควบคุมโรคติดต่อ")
    LOW_INCOME_FARMER = "low_income_farmer", _("เกษตรกรผู้มีรายได้น้อย")
    OTHER = "other", _("เรื่องอื่น")
    UNSURE = "unsure", _("ไม่แน่ใจ")

    @property
    def is_crisis(self) -> bool:
        """One of the four problems with a lead agency and the 24-hour rule (S2.20, S2.40)."""
        return self in CRISIS_PROBLEMS


CRISIS_PROBLEMS = frozenset(
    {
        ProblemType.UNREADY_PREGNANCY,
        ProblemType.HUMAN_TRAFFICKING,
        ProblemType.CHILD_LABOR,
        ProblemType.VIOLENCE,
    }
)


class ActorKind(TextChoices):
    """Who acts (`portal.actors`); stored with every event of a case and every entry of the audit record."""

    OFFICER = "officer", _("เจ้าหน้าที่")
    CITIZEN = "citizen", _("ผู้แจ้ง")
    OUTSIDE = "outside", _("หน่วยงานภายนอกที่ไม่ได้ใช้ระบบ")
    SYSTEM = "system", _("ระบบ")
