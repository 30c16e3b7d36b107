"""The vocabulary of case work; the words are those of the glossary and of the design's state tables."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Track(TextChoices):
    """Two tracks through one machine."""

    GENERAL = "general", _("ช่วยเหลือทั่วไป")
    CRISIS = "crisis", _("ปัญหาสังคม (OSCC)")


class CaseState(TextChoices):
    """Where a case stands. Eight states, never more at once than one."""

    RECEIVED = "received", _("รับเรื่องแล้ว")
    SCREENED = "screened", _("คัดกรองแล้ว")
    REFERRED = "referred", _("ส่งต่อแล้ว รอหน่วยงานรับ")
    IN_PROGRESS = "in_progress", _("กำลังดำเนินการ")
    AWAITING_INFO = "awaiting_info", _("รอข้อมูลจากผู้แจ้ง")
    FOLLOWING_UP = "following_up", _("ช่วยเหลือแล้ว ติดตามผล")
    CLOSURE_REQUESTED = "closure_requested", _("ขออนุมัติปิดเรื่อง")
    CLOSED = "closed", _("ปิดเรื่อง")


class PublicStatus(TextChoices):
    """The five plain words that the citizen reads."""

    RECEIVED = "received", _("ได้รับเรื่องแล้ว")
    SENT_ON = "sent_on", _("ส่งให้หน่วยงานที่รับผิดชอบแล้ว")
    WORKING = "working", _("กำลังดำเนินการ")
    NEEDS_ANSWER = "needs_answer", _("รอข้อมูลจากคุณ")
    CLOSED = "closed", _("ปิดแล้ว")


class ReferralMode(TextChoices):
    """What a referral asks of the receiver."""

    HANDOVER = "handover", _("ส่งต่อให้รับผิดชอบ")
    JOINT = "joint", _("ขอให้ช่วยดำเนินการบางส่วน")
    INFO = "info", _("แจ้งเพื่อทราบ")


class ReferralState(TextChoices):
    """Where one act of forwarding stands."""

    SENT = "sent", _("ส่งแล้ว รอรับ")
    ACCEPTED = "accepted", _("รับแล้ว")
    RETURNED = "returned", _("ส่งคืน")
    RECALLED = "recalled", _("ดึงกลับ")
    FORWARDED_ON = "forwarded_on", _("ส่งต่อไปแล้ว")
    DONE = "done", _("เสร็จแล้ว")
    NOTED = "noted", _("รับทราบแล้ว")


class Channel(TextChoices):
    """How a request came in (S1.05, S2.37-S2.39). Open for more; statistics count by it."""

    WEB = "web", _("เว็บไซต์")
    MOBILE_APP = "mobile_app", _("แอป")
    WALK_IN = "walk_in", _("มาด้วยตนเอง")
    HOTLINE = "hotline", _("สายด่วน")
    HOTLINE_1300 = "hotline_1300", _("สายด่วน 1300")
    DIRECT_PHONE = "direct_phone", _("โทรศัพท์สายตรง")
    LINE = "line", _("LINE")
    SOCIAL_MEDIA = "social_media", _("สื่อออนไลน์")
    LETTER = "letter", _("หนังสือ")
    EMAIL = "email", _("อีเมล")
    FIELD_UNIT = "field_unit", _("หน่วยเคลื่อนที่")
    SURVEY = "survey", _("แบบสำรวจ")
    OTHER_AGENCY = "other_agency", _("หน่วยงานอื่นส่งมา")
    TRAFFY = "traffy", _("Traffy Fondue")

    @property
    def is_self_service(self) -> bool:
        """The citizen typed it; nobody of an office was there (S2.38, S2.39)."""
        return self in {Channel.WEB, Channel.MOBILE_APP}


class Severity(TextChoices):
    """How fast help must come; drives the clocks."""

    NORMAL = "normal", _("ปกติ")
    URGENT = "urgent", _("เร่งด่วน")
    EMERGENCY = "emergency", _("ฉุกเฉิน")


class Confidentiality(TextChoices):
    """A restricted case shows the citizen two words and gets an audit row for every read."""

    NORMAL = "normal", _("ปกติ")
    RESTRICTED = "restricted", _("ปกปิด")


class HandoverReason(TextChoices):
    """Why responsibility should move."""

    PROPER_AREA = "proper_area", _("อยู่ในพื้นที่ของหน่วยงานนั้น")
    LEAD_AGENCY = "lead_agency", _("เป็นหน่วยงานเจ้าภาพหลัก")
    PROPER_DUTY = "proper_duty", _("เป็นหน้าที่และอำนาจของหน่วยงานนั้น")
    BEYOND_CAPACITY = "beyond_capacity", _("เกินขีดความสามารถ")


class ReturnReason(TextChoices):
    """Why a body does not take what it was sent."""

    WRONG_AREA = "wrong_area", _("ไม่อยู่ในพื้นที่")
    NOT_OUR_DUTY = "not_our_duty", _("ไม่ใช่หน้าที่และอำนาจ")
    INSUFFICIENT_INFO = "insufficient_info", _("ข้อมูลไม่เพียงพอ")
    DUPLICATE = "duplicate", _("เรื่องซ้ำ")
    CONFLICT_OF_INTEREST = "conflict_of_interest", _("มีส่วนได้เสียกับเรื่อง")


class ClosureReason(TextChoices):
    """How a case ended. The last two are for requests that never were one."""

    HELPED = "helped", _("ได้รับความช่วยเหลือแล้ว")
    HELPED_BY_OTHER = "helped_by_other", _("หน่วยงานอื่นช่วยเหลือแล้ว")
    WITHDRAWN = "withdrawn", _("ผู้แจ้งขอถอนเรื่อง")
    NOT_CONTACTABLE = "not_contactable", _("ติดต่อไม่ได้")
    DUPLICATE = "duplicate", _("เรื่องซ้ำ")
    OUT_OF_SCOPE = "out_of_scope", _("อยู่นอกหน้าที่และอำนาจ")
    NOT_ELIGIBLE = "not_eligible", _("ไม่เข้าหลักเกณฑ์ (มติคณะกรรมการ)")
    NO_BODY_CAN_HELP = "no_body_can_help", _("ไม่มีหน่วยงานที่ช่วยได้")
    UNFOUNDED = "unfounded", _("ตรวจสอบแล้วไม่พบเหตุ")
    MOVED_OR_DECEASED = "moved_or_deceased", _("ย้ายที่อยู่หรือเสียชีวิต")
    SPAM = "spam", _("ข้อความรบกวน")
    TEST = "test", _("รายการทดสอบ")


REJECT_REASONS = (ClosureReason.SPAM, ClosureReason.TEST, ClosureReason.DUPLICATE, ClosureReason.OUT_OF_SCOPE)
"""The reasons for which a request may end before work on it began (row 3 of the design's table)."""
CLOSURE_REASONS = tuple(r for r in ClosureReason if r not in {ClosureReason.SPAM, ClosureReason.TEST})
"""The reasons for which work may end (row 17)."""


class Outcome(TextChoices):
    """What the person was left with (glossary: Outcomes)."""

    HELPED_FULLY = "helped_fully", _("ได้รับความช่วยเหลือครบ")
    HELPED_PARTLY = "helped_partly", _("ได้รับความช่วยเหลือบางส่วน")
    REFERRED_DONE = "referred_done", _("ส่งต่อสำเร็จ")
    NOT_ELIGIBLE = "not_eligible", _("ไม่เข้าเกณฑ์")
    RETURNED_TO_FAMILY = "returned_to_family", _("กลับสู่ครอบครัวและสังคม")
    UNREACHABLE = "unreachable", _("ติดต่อไม่ได้")
    WITHDRAWN = "withdrawn", _("ถอนเรื่อง")
    DECEASED = "deceased", _("เสียชีวิต")
    UNFOUNDED = "unfounded", _("ข้อมูลเท็จ")


class ClockKind(TextChoices):
    """What must happen in time (K1 to K9 of the design; K7 and K8 are reports, not clocks of a case yet)."""

    FIRST_FORWARD = "first_forward", _("ส่งต่อครั้งแรก")
    ACKNOWLEDGE = "acknowledge", _("ตอบรับเรื่อง")
    ACT = "act", _("ลงมือช่วยเหลือ")
    REROUTE = "reroute", _("ส่งให้หน่วยงานใหม่")
    FOLLOW_UP = "follow_up", _("ติดตามผล")
    CLOSURE_APPROVAL = "closure_approval", _("อนุมัติปิดเรื่อง")
    AWAIT_ANSWER = "await_answer", _("รอคำตอบจากผู้แจ้ง")


class LimitSource(TextChoices):
    """Where a time limit comes from. The sources fix only the 24 hours (S2.40); all else is the center's default."""

    SEED = "seed", _("กำหนดในแนวทาง OSCC")
    CENTER = "center", _("ศูนย์กำหนดเป็นค่าเริ่มต้น")


class Visibility(TextChoices):
    """Who may read an entry of the history."""

    PUBLIC = "public", _("ผู้แจ้งเห็นได้")
    SHARED = "shared", _("หน่วยงานที่ร่วมงานเห็นได้")
    INTERNAL = "internal", _("เห็นเฉพาะหน่วยงานผู้รับผิดชอบ")


class Consent(TextChoices):
    """Whether the person agreed that their story goes to another body, or why it goes without (privacy 10)."""

    NOT_ASKED = "not_asked", _("ยังไม่ได้ถาม")
    GIVEN = "given", _("ยินยอม")
    LEGAL_DUTY = "legal_duty", _("ไม่ได้ขอความยินยอม เพราะกฎหมายให้ทำได้")
    BEST_INTEREST = "best_interest", _("ให้ความยินยอมเองไม่ได้ ทำเพื่อประโยชน์สูงสุดของเด็ก")
    VITAL = "vital", _("จำเป็นเพื่อป้องกันอันตรายต่อชีวิตหรือร่างกาย")
    REFUSED = "refused", _("ไม่ยินยอม")

    @property
    def allows_disclosure(self) -> bool:
        """Another body may be told: by consent or on a named legal ground."""
        return self not in {Consent.REFUSED, Consent.NOT_ASKED}


DISCLOSURE_GROUNDS = tuple(ground for ground in Consent if ground.allows_disclosure)
"""What a form that sends a case to another body offers."""


class Relation(TextChoices):
    """Who reports, seen from the person who needs help: the informant is often not the victim."""

    SELF = "self", _("ตัวฉันเอง")
    FAMILY = "family", _("คนในครอบครัวหรือญาติ")
    NEIGHBOR = "neighbor", _("เพื่อนบ้านหรือคนรู้จัก")
    TEACHER = "teacher", _("ครูหรือบุคลากรทางการศึกษา")
    HEALTH_WORKER = "health_worker", _("บุคลากรทางการแพทย์หรือ อสม.")
    EMPLOYER = "employer", _("นายจ้างหรือเพื่อนร่วมงาน")
    OFFICIAL = "official", _("เจ้าหน้าที่ของรัฐหรือผู้นำชุมชน")
    WITNESS = "witness", _("ผู้พบเห็นเหตุการณ์")
    OTHER = "other", _("อื่น ๆ")


class ContactWay(TextChoices):
    """How the reporter may be reached without putting anyone in danger."""

    PHONE = "phone", _("โทรศัพท์")
    SMS = "sms", _("ข้อความ SMS")
    EMAIL = "email", _("อีเมล")
    VISIT = "visit", _("พบด้วยตนเอง")
    NONE = "none", _("อย่าติดต่อกลับ ฉันจะติดตามเอง")


class AgeBand(TextChoices):
    """Age as coarse as the work allows; the bounds are those of the laws that the four problems rest on."""

    UNDER_10 = "under_10", _("ต่ำกว่า 10 ปี")
    AGE_10_14 = "10_14", _("10–14 ปี")
    AGE_15_17 = "15_17", _("15–17 ปี")
    AGE_18_19 = "18_19", _("18–19 ปี")
    AGE_20_59 = "20_59", _("20–59 ปี")
    AGE_60_UP = "60_up", _("60 ปีขึ้นไป")
    UNKNOWN = "unknown", _("ไม่ทราบ")

    @classmethod
    def of(cls, years: int | None) -> AgeBand:
        """Return the band of an age in full years; None is unknown."""
        if years is None:
            return cls.UNKNOWN
        bounds = (
            (10, cls.UNDER_10),
            (15, cls.AGE_10_14),
            (18, cls.AGE_15_17),
            (20, cls.AGE_18_19),
            (60, cls.AGE_20_59),
        )
        return next((band for bound, band in bounds if years < bound), cls.AGE_60_UP)


class Papers(TextChoices):
    """Which paper a foreigner has; help does not depend on it (S2.25)."""

    PASSPORT = "passport", _("หนังสือเดินทาง")
    PINK_CARD = "pink_card", _("บัตรชมพู (บัตรคนซึ่งไม่มีสัญชาติไทย)")
    NONE = "none", _("ไม่มีเอกสาร")
    UNKNOWN = "unknown", _("ไม่ทราบ")


class Sex(TextChoices):
    """Asked only because the target groups need it (S2.31)."""

    FEMALE = "female", _("หญิง")
    MALE = "male", _("ชาย")
    UNSPECIFIED = "unspecified", _("ไม่ระบุ")


class TargetGroup(TextChoices):
    """The main target groups (S2.31); a person may belong to several."""

    CHILD = "child", _("เด็ก")
    WOMAN = "woman", _("สตรี")
    ELDERLY = "elderly", _("ผู้สูงอายุ")
    PERSON_WITH_DISABILITY = "person_with_disability", _("คนพิการ")
    DESTITUTE = "destitute", _("ผู้ยากไร้หรือไร้ที่พึ่ง")


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


class RiskLevel(TextChoices):
    """The risk that it happens again (S2.43)."""

    LOW = "low", _("ต่ำ")
    MEDIUM = "medium", _("ปานกลาง")
    HIGH = "high", _("สูง")


class Verb(TextChoices):
    """Everything that can be done to a case; `cases.transitions` says by whom and when."""

    SUBMIT = "submit", _("ยื่นคำขอ")
    AUTO_ROUTE = "auto_route", _("ส่งให้หน่วยงานเจ้าภาพหลักโดยอัตโนมัติ")
    SCREEN = "screen", _("คัดกรอง")
    REJECT = "reject", _("ไม่รับเรื่อง")
    REFER = "refer", _("ส่งต่อ")
    REFER_JOINT = "refer_joint", _("ขอให้หน่วยงานอื่นช่วยบางส่วน")
    ACCEPT = "accept", _("รับเรื่อง")
    ACCEPT_JOINT = "accept_joint", _("รับช่วยดำเนินการ")
    RETURN = "return", _("ส่งคืน")
    RETURN_JOINT = "return_joint", _("ปฏิเสธการช่วยดำเนินการ")
    RECALL = "recall", _("ดึงเรื่องกลับ")
    RECALL_JOINT = "recall_joint", _("ยกเลิกการขอความร่วมมือ")
    FORWARD_ON = "forward_on", _("ส่งต่อให้หน่วยงานที่ถูกต้อง")
    ESCALATE = "escalate", _("ส่งศูนย์ เพราะเกินขีดความสามารถ")
    TAKE_ON = "take_on", _("ดำเนินการเอง")
    ASK = "ask", _("ขอข้อมูลเพิ่มจากผู้แจ้ง")
    ANSWER = "answer", _("ได้รับข้อมูลเพิ่มแล้ว")
    RESUME = "resume", _("ครบกำหนดรอคำตอบ ดำเนินการต่อ")
    RECORD_HELP = "record_help", _("บันทึกการช่วยเหลือ")
    ADJUST_PLAN = "adjust_plan", _("ปรับแผนการช่วยเหลือ")
    COMPLETE_JOINT = "complete_joint", _("แจ้งว่าส่วนของเราเสร็จแล้ว")
    REQUEST_CLOSURE = "request_closure", _("ขออนุมัติปิดเรื่อง")
    APPROVE_CLOSURE = "approve_closure", _("อนุมัติปิดเรื่อง")
    REFUSE_CLOSURE = "refuse_closure", _("ไม่อนุมัติปิดเรื่อง")
    REOPEN = "reopen", _("เปิดเรื่องอีกครั้ง")
    RECLASSIFY = "reclassify", _("เปลี่ยนประเภทเรื่องหรือชั้นการปกปิด")
