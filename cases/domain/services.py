"""The list of services that a plan may name; the center keeps it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain.limits import may_set_limits
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import Verb
from cases.models import HelpService
from cases.vocabulary import AssistanceKind
from portal.actors import Officer
from portal.audit import services as audit

STARTER: tuple[tuple[AssistanceKind, str, str], ...] = (
    (AssistanceKind.CASH, "เงินสงเคราะห์ครอบครัว", "Family assistance money"),
    (AssistanceKind.CASH, "เงินช่วยเหลือผู้ประสบสาธารณภัย", "Money for people struck by a disaster"),
    (AssistanceKind.IN_KIND, "ถุงยังชีพและน้ำดื่ม", "Relief kit and drinking water"),
    (AssistanceKind.IN_KIND, "กายอุปกรณ์และของใช้ผู้ป่วย", "Aids and supplies for the ill or disabled"),
    (AssistanceKind.SHELTER, "ที่พักชั่วคราวหรือบ้านพักเด็กและครอบครัว", "Temporary shelter or family home"),
    (AssistanceKind.MEDICAL, "ตรวจร่างกายและรักษา", "Medical examination and care"),
    (AssistanceKind.COUNSELING, "พบนักจิตวิทยาหรือนักสังคมสงเคราะห์", "Psychologist or social worker"),
    (AssistanceKind.EDUCATION, "ทุนหรือกลับเข้าเรียน", "Scholarship or return to school"),
    (AssistanceKind.OCCUPATION, "ฝึกอาชีพและทุนประกอบอาชีพ", "Job training and start-up money"),
    (
        AssistanceKind.LEGAL_AID,
        "แจ้งความ ทนาย และเงินช่วยเหลือผู้เสียหาย",
        "Police report, lawyer, victim compensation",
    ),
    (AssistanceKind.RETURN_HOME, "พากลับบ้านหรือคืนสู่ครอบครัว", "Return home or to the family"),
    (AssistanceKind.HOUSE_REPAIR, "ซ่อมแซมหรือปรับสภาพบ้าน", "House repair or adaptation"),
    (AssistanceKind.TRANSPORT, "รถรับส่ง", "Transport"),
    (AssistanceKind.OTHER, "เยี่ยมบ้านและดูแลต่อเนื่อง", "Home visits and continuing care"),
)
"""Services that the sources name, until the center writes its own."""


def load_services() -> int:
    """Make the list where there is none yet; returns how many were made."""
    if HelpService.objects.exists():
        return 0
    made = [HelpService(kind=kind, name_th=thai, name_en=english) for kind, thai, english in STARTER]
    return len(HelpService.objects.bulk_create(made))


@transaction.atomic
def add_service(*, actor: Officer, name_th: str, name_en: str, kind: AssistanceKind) -> HelpService:
    """Put a service on the list.

    Raises:
        NotAllowed: the actor does not decide at the center.
        GuardFailed: the name is there already.
    """
    _check(actor)
    if HelpService.objects.filter(name_th=name_th).exists():
        raise GuardFailed(_("มีบริการชื่อนี้แล้ว"), field="name_th")
    made = HelpService.objects.create(name_th=name_th, name_en=name_en, kind=kind)
    audit.record(actor=actor, action="service.added", subject=str(made.pk))
    return made


@transaction.atomic
def change_use(*, actor: Officer, service: HelpService, in_use: bool) -> None:
    """Take a service out of use, or back; plans that name it stay as they are.

    Raises:
        NotAllowed: the actor does not decide at the center.
    """
    _check(actor)
    service.ended_at = None if in_use else timezone.now()
    service.save(update_fields=["ended_at"])
    audit.record(actor=actor, action="service.in_use" if in_use else "service.ended", subject=str(service.pk))


def _check(actor: Officer) -> None:
    if not may_set_limits(actor):
        raise NotAllowed(Verb.PLAN_HELP)
