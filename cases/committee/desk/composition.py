"""Pages of the composition: who sits on the committee on a day, appointing, ending a term, the committee's rules."""

from __future__ import annotations

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.committee.desk.acting import done
from cases.committee.desk.forms.composition import (
    CommitteeForm,
    DayForm,
    EndTermForm,
    MemberForm,
    member_facts,
)
from cases.committee.desk.lookup import (
    HERE,
    committee_or_404,
    keeper_or_404,
    member_or_404,
    reader_or_404,
)
from cases.committee.domain import composition, quorum
from cases.committee.models import HelpCommittee
from cases.committee.vocabulary import MemberRole, PostingCount, QuorumRule
from cases.desk.frame import desk_page
from cases.domain import committees
from portal.thai.dates import bangkok_today
from portal.web.access import staff_only
from portal.web.keyset import keyed, newest
from portal.web.typed import takes_words

FORMER_A_PAGE = 30


@staff_only
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show who sits on the committee on a day, by which order and for which term; the former ones below."""
    actor = reader_or_404(request)
    committee = composition.committee_of(actor)
    may_keep = committees.may_keep(actor)
    if committee is None:
        context = {"may_keep": may_keep, "committee": None}
        return desk_page(request, "desk/committee/committee.html", context, here=HERE)
    form = DayForm(request.GET or None)
    asked = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    day = asked or bangkok_today()
    members = composition.in_force(committee, day)
    voting = [member.pk for member in members if member.votes]
    context = {
        "committee": committee,
        "may_keep": may_keep,
        "form": form,
        "day": day,
        "members": members,
        "rule": quorum.in_words(QuorumRule(committee.quorum), len(voting)),
        "has_chair": any(member.role == MemberRole.CHAIR for member in members),
        "former": keyed(request, composition.others(committee, day), newest("starts_on"), FORMER_A_PAGE),
    }
    return desk_page(request, "desk/committee/committee.html", context, here=HERE)


@takes_words(CommitteeForm)
@staff_only
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Set the committee up, or change its rules."""
    actor = keeper_or_404(request)
    known = composition.committee_of(actor)
    first = known or HelpCommittee(
        name=composition.default_name(actor),
        quorum_source=str(composition.DEFAULT_QUORUM_SOURCE),
        second_quorum=QuorumRule.ONE_THIRD,
        second_source=str(composition.DEFAULT_QUORUM_SOURCE),
    )
    form = CommitteeForm(request.POST or None, instance=first)
    if request.method == "POST" and form.is_valid():
        again = form.cleaned_data["second_quorum"]
        data = form.cleaned_data | {
            "quorum": QuorumRule(form.cleaned_data["quorum"]),
            "second_quorum": QuorumRule(again) if again else None,
            "posting_counts": PostingCount(form.cleaned_data["posting_counts"]),
        }
        if done(form, lambda: composition.set_up(actor=actor, **data)):
            notes.success(request, _("บันทึกแล้ว ใช้กับการประชุมที่ยังไม่เปิด"))
            return redirect("committee:page")
    return desk_page(request, "desk/committee/rules.html", {"form": form, "is_new": known is None}, here=HERE)


@takes_words(MemberForm)
@staff_only
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest) -> HttpResponse:
    """Write down somebody's appointment."""
    actor = keeper_or_404(request)
    committee = committee_or_404(actor)
    form = MemberForm(request.POST or None, actor=actor, initial=_as_last_time(committee))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data | {"role": MemberRole(form.cleaned_data["role"])}
        if done(form, lambda: composition.appoint(actor=actor, committee=committee, **data)):
            notes.success(request, _("เพิ่มกรรมการแล้ว"))
            return redirect("committee:appoint" if "again" in request.POST else "committee:page")
    return desk_page(request, "desk/committee/appoint.html", {"form": form}, here=HERE)


def _as_last_time(committee: HelpCommittee) -> dict[str, object]:
    """Return order and term of who was written down last: an order usually names several."""
    last = committee.members.select_related("order").order_by("pk").last()
    if last is None:
        return {"role": MemberRole.CHAIR}
    return {
        "role": MemberRole.MEMBER,
        "order_number": last.order.number,
        "ordered_on": last.order.issued_on,
        "starts_on": last.starts_on,
        "ends_on": last.ends_on,
    }


@takes_words(EndTermForm)
@staff_only
@require_http_methods(["GET", "POST"])
def end_term(request: HttpRequest, pk: int) -> HttpResponse:
    """End the term of a member."""
    actor = keeper_or_404(request)
    member = member_or_404(actor, pk)
    form = EndTermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if done(form, lambda: composition.end_term(actor=actor, member=member, **data)):
            notes.success(request, _("บันทึกการพ้นจากตำแหน่งแล้ว"))
            return redirect("committee:page")
    context = {"form": form, "member": member, "facts": member_facts(member)}
    return desk_page(request, "desk/committee/end_term.html", context, here=HERE)
