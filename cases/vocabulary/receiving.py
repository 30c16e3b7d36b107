"""How a request comes in, who brings it and what was agreed."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ChannelGroup(TextChoices):
    """What statistics count channels by."""

    ONLINE = "online", _("เว็บไซต์และแอป")
    IN_PERSON = "in_person", _("มาด้วยตนเอง")
    PHONE = "phone", _("โทรศัพท์")
    SOCIAL = "social", _("สื่อออนไลน์")
    WRITTEN = "written", _("หนังสือและอีเมล")
    FIELD = "field", _("หน่วยในพื้นที่")
    AGENCY = "agency", _("หน่วยงานอื่น")


class Channel(TextChoices):
    """How a request came in (S1.05, S2.37-S2.39): those that rules know. The center adds its own (`IntakeChannel`)."""

    WEB = "web", _("เว็บไซต์")
    MOBILE_APP = "mobile_app", _("แอป")
    WALK_IN = "walk_in", _("มาด้วยตนเอง")
    HOTLINE = "hotline", _("สายด่วน")
    HOTLINE_1300 = "hotline_1300", _("สายด่วน 1300")
    DIRECT_PHONE = "direct_phone", _("โทรศัพท์สายตรง")
    LINE = "line", _("LINE")
    FACEBOOK = "facebook", _("Facebook")
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

    @property
    def group(self) -> ChannelGroup:
        """In which group statistics count it."""
        return _GROUPS[self]


_GROUPS = {
    Channel.WEB: ChannelGroup.ONLINE,
    Channel.MOBILE_APP: ChannelGroup.ONLINE,
    Channel.WALK_IN: ChannelGroup.IN_PERSON,
    Channel.HOTLINE: ChannelGroup.PHONE,
    Channel.HOTLINE_1300: ChannelGroup.PHONE,
    Channel.DIRECT_PHONE: ChannelGroup.PHONE,
    Channel.LINE: ChannelGroup.SOCIAL,
    Channel.FACEBOOK: ChannelGroup.SOCIAL,
    Channel.SOCIAL_MEDIA: ChannelGroup.SOCIAL,
    Channel.LETTER: ChannelGroup.WRITTEN,
    Channel.EMAIL: ChannelGroup.WRITTEN,
    Channel.FIELD_UNIT: ChannelGroup.FIELD,
    Channel.SURVEY: ChannelGroup.FIELD,
    Channel.OTHER_AGENCY: ChannelGroup.AGENCY,
    Channel.TRAFFY: ChannelGroup.AGENCY,
}
SELF_SERVICE = frozenset(channel.value for channel in Channel if channel.is_self_service)
"""Codes of the channels by which citizens send themselves."""


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


class ConsentBy(TextChoices):
    """Who said it, as the officer heard it (privacy 10)."""

    PERSON = "person", _("ผู้ประสบปัญหาบอกเอง")
    GUARDIAN = "guardian", _("ผู้ปกครองหรือผู้ดูแล")
    REPORTER = "reporter", _("ผู้แจ้งบอกแทน")


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
