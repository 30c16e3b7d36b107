"""The home of a unit: its six duties with the state of each, and how ready it is to do them (S2.57)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.desk.duties.rows import duty_rows
from cases.desk.frame import desk_page
from cases.desk.statuses import Status
from cases.readiness.desk.access import HERE, tabs_of
from cases.readiness.domain import checks, responsible, training
from cases.readiness.domain.reach import is_unit, names_people
from cases.readiness.steps import GUIDES
from portal.actors import Officer
from portal.web.access import staff_only


@dataclass(frozen=True, slots=True)
class Behind:
    """Something that stands behind the duties: how it is, and where it is looked after."""

    title: str | Promise
    status: Status
    url: str
    link: str | Promise


def _behind(actor: Officer) -> Iterator[Behind]:
    unit = actor.organization
    if is_unit(unit):
        yield _readiness(actor)
    if names_people(unit):
        yield _people(actor)
    yield _training(actor)


def _readiness(actor: Officer) -> Behind:
    standings = checks.standing_of(actor.organization)
    missing = [str(one.item.label) for one in standings if not one.is_ready]
    words = {"ready": len(standings) - len(missing), "total": len(standings)}
    status = Status(
        _("พร้อมแล้ว %(ready)d จาก %(total)d รายการ") % words, "warn" if missing else "ok", ", ".join(missing)
    )
    url = reverse("readiness:checklist", args=[actor.organization.pk])
    return Behind(_("ความพร้อมของหน่วย"), status, url, _("ดูและบันทึกการตรวจ"))


def _people(actor: Officer) -> Behind:
    standing = responsible.people_of([actor.organization])[actor.organization.pk]
    uncovered = [str(one.label) for one in standing.uncovered]
    nobody = [str(function.label) for function, people in standing.functions if not people]
    words = (
        _("ทุกปัญหามีผู้รับผิดชอบ")
        if not uncovered
        else _("ยังไม่มีผู้รับผิดชอบ %(count)d ปัญหา") % {"count": len(uncovered)}
    )
    note = _("ยังไม่มีคำสั่งแต่งตั้ง: %(functions)s") % {"functions": ", ".join(nobody)} if nobody else ""
    tone = "danger" if uncovered else "warn" if nobody else "ok"
    url = reverse("readiness:people", args=[actor.organization.pk])
    return Behind(_("ผู้รับผิดชอบของหน่วย"), Status(words, tone, note), url, _("ดูรายปัญหาและรายหน้าที่"))


def _training(actor: Officer) -> Behind:
    read = len(training.read_by(actor.person))
    words = _("คุณอ่านคู่มือขั้นตอน %(read)d จาก %(total)d ขั้นตอน") % {"read": read, "total": len(GUIDES)}
    url = reverse("readiness:training", args=[actor.organization.pk])
    return Behind(
        _("การพัฒนาบุคลากร"),
        Status(words, "ok" if read == len(GUIDES) else "warn"),
        url,
        _("อ่านคู่มือและดูการอบรม"),
    )


@staff_only
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show a local administration its six duties, and every office what stands behind them."""
    actor, now = request.actor, timezone.now()
    context = {
        "now": now,
        "unit": actor.organization,
        "tabs": tabs_of(actor),
        "duties": duty_rows(actor, now) if actor.organization.is_local_administration else [],
        "behind": list(_behind(actor)),
    }
    return desk_page(request, "readiness/home.html", context, here=HERE)
