"""What is given, and how likely it is to happen again."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AssistanceCategory(TextChoices):
    """Under which heading of the regulation the help was given (domain.md 2.1)."""

    DISASTER = "disaster", _("สาธารณภัย")
    DISEASE = "disease", _("ป้องกันและควบคุมโรคติดต่อ")
    QUALITY_OF_LIFE = "quality_of_life", _("ส่งเสริมและพัฒนาคุณภาพชีวิต")
    LOW_INCOME_FARMER = "low_income_farmer", _("เกษตรกรผู้มีรายได้น้อย")
    CRISIS = "crisis", _("ปัญหาสังคม (OSCC)")
    OTHER = "other", _("อื่น ๆ")


class AssistanceKind(TextChoices):
    """What was given (glossary: Kinds of help; compare section 33 of the Anti-Trafficking Act B.E. 2551)."""

    CASH = "cash", _("เงิน")
    IN_KIND = "in_kind", _("สิ่งของหรือถุงยังชีพ")
    SHELTER = "shelter", _("ที่พัก")
    MEDICAL = "medical", _("รักษาพยาบาล")
    COUNSELING = "counseling", _("ฟื้นฟูจิตใจ")
    EDUCATION = "education", _("การศึกษา")
    OCCUPATION = "occupation", _("อาชีพ")
    LEGAL_AID = "legal_aid", _("กฎหมาย")
    RETURN_HOME = "return_home", _("ส่งกลับภูมิลำเนา")
    HOUSE_REPAIR = "house_repair", _("ซ่อมแซมบ้าน")
    TRANSPORT = "transport", _("พาหนะ")
    OTHER = "other", _("อื่น ๆ")


class CeilingPer(TextChoices):
    """By what a ceiling of help is measured."""

    TIME = "time", _("ต่อครั้ง")
    PERSON = "person", _("ต่อคนต่อครั้ง")
    HOUSEHOLD_YEAR = "household_year", _("ต่อครัวเรือนต่อปีงบประมาณ")


class Fund(TextChoices):
    """Who pays (domain.md 2.1)."""

    OWN = "own", _("งบประมาณของหน่วยงาน")
    RESERVE = "reserve", _("งบกลาง เงินสำรองจ่าย")
    ADVANCE = "advance", _("เงินทดรองราชการ")
    WELFARE = "welfare", _("เงินสงเคราะห์หรือกองทุนสวัสดิการ")
    DONATION = "donation", _("เงินหรือสิ่งของบริจาค")
    OTHER = "other", _("แหล่งอื่น")


class PlanState(TextChoices):
    """How far one service of a plan is."""

    PLANNED = "planned", _("ตามแผน")
    DONE = "done", _("ทำแล้ว")
    DROPPED = "dropped", _("เลิกทำ")


class VisitResult(TextChoices):
    """What became of a visit of the mobile unit (S1.06)."""

    HELPED = "visit_helped", _("ช่วยแล้ว")
    HELPED_PARTLY = "visit_partly", _("ช่วยได้บางส่วน ต้องมีคนมาช่วยต่อ")
    NOT_NEEDED = "visit_not_needed", _("ไปถึงแล้ว ไม่ต้องช่วยแล้ว")
    NOBODY_THERE = "visit_nobody", _("ไม่พบผู้ประสบปัญหา")
    TURNED_BACK = "visit_turned_back", _("ไปไม่ถึง ต้องกลับ")
    REFUSED = "visit_refused", _("ไม่ขอรับความช่วยเหลือ")
    MOVED = "visit_moved", _("ย้ายไปที่อื่นแล้ว")
    HANDED_UP = "visit_handed_up", _("เกินกำลังหน่วย ต้องให้หน่วยอื่นหรือหัวหน้าช่วยต่อ")
    DIED = "visit_died", _("พบผู้เสียชีวิต")
    NO_RESULT = "visit_no_result", _("เที่ยวจบโดยไม่มีผล กลับเข้ารายการ")

    @classmethod
    def reported(cls) -> list[tuple[str, Promise]]:
        """Return what a unit may say; that nobody said anything is found by the portal."""
        return [(one.value, one.label) for one in cls if one != cls.NO_RESULT]


class RiskLevel(TextChoices):
    """The risk that it happens again (S2.43)."""

    LOW = "low", _("ต่ำ")
    MEDIUM = "medium", _("ปานกลาง")
    HIGH = "high", _("สูง")


class CallOutcome(TextChoices):
    """How a call or a visit ended, in one key at the desk."""

    SAFE = "safe", _("ปลอดภัยดี")
    NEEDS = "needs", _("ต้องการความช่วยเหลือเพิ่ม")
    TOLD = "told", _("แจ้งความคืบหน้าแล้ว")
    NEWS = "news", _("ผู้แจ้งบอกข้อมูลเพิ่ม")
    NO_ANSWER = "no_answer", _("ไม่รับสาย")
    ANOTHER_ANSWERED = "another_answered", _("คนอื่นรับสาย")
    WRONG_NUMBER = "wrong_number", _("เบอร์ผิด")
    MOVED = "moved_away", _("ย้ายที่อยู่แล้ว")
    REFUSED = "refused_contact", _("ไม่ต้องการให้ติดต่อ")
    DIED = "said_to_have_died", _("มีผู้แจ้งว่าเสียชีวิต")

    @property
    def reached(self) -> bool:
        """Somebody spoke to the reporter."""
        return self in {
            CallOutcome.SAFE,
            CallOutcome.NEEDS,
            CallOutcome.TOLD,
            CallOutcome.NEWS,
            CallOutcome.REFUSED,
        }
