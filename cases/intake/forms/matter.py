"""What is wrong, and is anyone in danger now (S2.32, S2.38; cases.md, privacy 10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from cases.intake.forms.base import Row, StepForm, Text, radio
from portal.vocabulary import ProblemType

CRISIS_HINTS = {
    ProblemType.VIOLENCE: _("ถูกทำร้าย ถูกข่มขู่ ถูกล่วงละเมิด หรือถูกทอดทิ้ง ทั้งในบ้านและนอกบ้าน"),
    ProblemType.UNREADY_PREGNANCY: _("ตั้งครรภ์โดยไม่ได้วางแผน ตั้งครรภ์ในวัยเรียน หรือต้องการที่ปรึกษา"),
    ProblemType.HUMAN_TRAFFICKING: _("ถูกหลอก บังคับ หรือกักขังให้ทำงาน ค้าประเวณี หรือขอทาน"),
    ProblemType.CHILD_LABOR: _("เด็กอายุต่ำกว่า 15 ปีทำงาน หรือเด็กต่ำกว่า 18 ปีทำงานอันตราย"),
}
GENERAL_HINTS = {
    ProblemType.DISASTER: _("น้ำท่วม พายุ ไฟไหม้ ภัยแล้ง บ้านหรือทรัพย์สินเสียหาย"),
    ProblemType.QUALITY_OF_LIFE: _("ขัดสน ป่วยติดเตียง พิการ สูงอายุ ที่อยู่อาศัยทรุดโทรม ไม่มีรายได้พอเลี้ยงชีพ"),
    ProblemType.DISEASE: _("โรคระบาดในชุมชน ต้องกักตัว หรือต้องการการป้องกันโรค"),
    ProblemType.LOW_INCOME_FARMER: _("เกษตรกรรายได้น้อยที่เดือดร้อนเรื่องอาชีพหรือการเพาะปลูก"),
}
UNSURE_HINTS = {
    ProblemType.OTHER: _("เรื่องที่ไม่ตรงกับข้อใดด้านบน"),
    ProblemType.UNSURE: _("เล่าให้เราฟังก็พอ เจ้าหน้าที่จะดูให้ว่าเป็นเรื่องของหน่วยงานใด"),
}


class Danger(TextChoices):
    """Whether help must come this minute."""

    YES = "yes", _("มี ตอนนี้ยังอันตราย")
    NO = "no", _("ไม่มี ตอนนี้ปลอดภัย")
    UNSURE = "unsure", _("ไม่แน่ใจ")


def _pairs(hints: Mapping[ProblemType, object]) -> list[tuple[str, object]]:
    return [(problem.value, problem.label) for problem in hints]


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Radio buttons under one heading."""

    title: Text
    options: list[BoundWidget]


class ProblemForm(StepForm):
    """Pick the problem; the groups help the eye, the value is one `ProblemType`."""

    problem = radio(
        _("คุณต้องการความช่วยเหลือเรื่องอะไร"),
        [
            (_("ต้องการความคุ้มครองหรือที่ปรึกษา"), _pairs(CRISIS_HINTS)),
            (_("ต้องการความช่วยเหลือทั่วไป"), _pairs(GENERAL_HINTS)),
            (_("อื่น ๆ"), _pairs(UNSURE_HINTS)),
        ],
        required=_("เลือกเรื่องที่ต้องการความช่วยเหลือ ถ้าไม่แน่ใจให้เลือก “ไม่แน่ใจ”"),
    )
    hints = {problem.value: hint for problem, hint in (CRISIS_HINTS | GENERAL_HINTS | UNSURE_HINTS).items()}

    @property
    def groups(self) -> list[OptionGroup]:
        """The choices in their groups, ready to be drawn."""
        options = iter(self["problem"])
        choices = self.fields["problem"].choices  # type: ignore[attr-defined]
        return [OptionGroup(title, [next(options) for _pair in pairs]) for title, pairs in choices]

    def in_short(self) -> Text:
        """The problem in the words of the list."""
        return ProblemType(self.cleaned_data["problem"]).label

    def rows(self) -> list[Row]:
        """The problem in the words of the list."""
        return [Row(_("ขอความช่วยเหลือเรื่อง"), ProblemType(self.cleaned_data["problem"]).label)]


class DangerForm(StepForm):
    """Asked before anything is told, so that nobody types while they should call (cases.md, privacy 10).

    It heads the page that asks who needs help.
    """

    danger = radio(
        _("ตอนนี้มีใครกำลังตกอยู่ในอันตรายหรือไม่"),
        Danger.choices,
        required=_("เลือกว่าตอนนี้มีใครตกอยู่ในอันตรายหรือไม่"),
    )

    def danger_rows(self) -> list[Row]:
        """The answer."""
        return [Row(_("อันตรายในขณะนี้"), self.choice_label("danger"))]
