"""The pages of account administration: who has which function where, by which order (S2.02, S2.54, S2.60, S2.61)."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts import sessions
from portal.accounts.confirming import confirmed_lately
from portal.accounts.desk import presenting
from portal.accounts.desk.forms import (
    AppointForm,
    CodeForm,
    EndForm,
    FunctionsForm,
    OrderForm,
    PersonForm,
    ReasonForm,
)
from portal.accounts.domain import activating, appointments, leaving, second_factor
from portal.accounts.domain.delegation import (
    NotAdministeredError,
    administers,
    givable,
    may_change,
    may_let_in,
    organizations_of,
)
from portal.accounts.domain.gaps import staffing
from portal.accounts.domain.people import change_person, create_person, known_person
from portal.accounts.functions import Function
from portal.accounts.models import Appointment, User
from portal.audit.services import record
from portal.organizations.models import Organization
from portal.web.access import staff_only
from portal.web.downloads import pdf_response
from portal.web.links import absolute
from portal.web.lists import page_of
from portal.web.typed import takes_words

PER_PAGE = 50


def _office(request: HttpRequest, pk: int) -> Organization:
    """Return an organization whose people the reader sets.

    Raises:
        Http404: it is not one of them, or does not exist.
    """
    found = organizations_of(request.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _appointment(request: HttpRequest, pk: int) -> Appointment:
    """Return an appointment in an organization of the reader's.

    Raises:
        Http404: it is not one of them, or does not exist.
    """
    rows = Appointment.objects.filter(organization__in=organizations_of(request.actor))
    found = rows.select_related("user", "organization").prefetch_related("functions").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@staff_only
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show every organization whose people the reader sets, and what is missing in each (S2.02)."""
    if not administers(request.actor):
        raise Http404
    found = staffing(organizations_of(request.actor))
    if len(found) == 1:
        return redirect("accounts:office", organization=found[0].organization.pk)
    only_gaps = "gaps" in request.GET
    shown = [one for one in found if one.has_gaps] if only_gaps else found
    # By number: there are as many lines as organizations, and all were read for what is missing in each.
    page = page_of(shown, request.GET.get("page"), PER_PAGE)
    context = {
        "rows": [presenting.office_row(one) for one in page],
        "page": page,
        "only_gaps": only_gaps,
        "total": len(found),
        "with_gaps": sum(one.has_gaps for one in found),
    }
    return render(request, "accounts/people.html", context)


@staff_only
@require_GET
def office(request: HttpRequest, organization: int) -> HttpResponse:
    """Show the people of one organization, those of today and to come first."""
    there = _office(request, organization)
    rows = there.appointments.select_related("user").prefetch_related("functions")
    held = [one for one in rows if not presenting.is_over(one)]
    past = [one for one in rows if presenting.is_over(one)]
    allowed = givable(request.actor, there)
    given = {"allowed": allowed, "reader": request.user}
    context = {
        "office": there,
        "staffing": presenting.office_row(staffing([there])[0]),
        "rows": presenting.person_rows(held, **given),
        "past": presenting.person_rows(past[:PER_PAGE], **given),
        "may_appoint": bool(allowed),
    }
    return render(request, "accounts/office.html", context)


@takes_words(AppointForm)
@staff_only
@require_http_methods(["GET", "POST"])
@confirmed_lately
def appoint(request: HttpRequest, organization: int) -> HttpResponse:
    """Appoint somebody, with an account or without one yet."""
    there = _office(request, organization)
    allowed = givable(request.actor, there)
    if not allowed:
        raise Http404
    form = AppointForm(request.POST or None, request.FILES or None, allowed=allowed)
    if request.method == "POST" and form.is_valid():
        try:
            made = _appointed(request, form, there)
        except forms.ValidationError as error:
            form.add_error(None, error)
        except NotAdministeredError:
            form.add_error(None, _("คุณแต่งตั้งตัวเองไม่ได้"))
        else:
            messages.success(request, _("แต่งตั้งแล้ว"))
            return redirect("accounts:appointment", pk=made.pk)
    return render(request, "accounts/appoint.html", {"form": form, "office": there})


@transaction.atomic
def _appointed(request: HttpRequest, form: AppointForm, there: Organization) -> Appointment:
    data = form.cleaned_data
    person = known_person(username=data["username"], name=data["name"]) or create_person(
        actor=request.actor,
        name=data["name"],
        username=data["username"],
        email=data["email"],
        phone=data["phone"],
    )
    return appointments.appoint(
        actor=request.actor,
        person=person,
        organization=there,
        role=form.position,
        functions=form.chosen,
        first=data["first"],
        last=data["last"],
        order=form.order,
    )


def _page(
    request: HttpRequest,
    one: Appointment,
    *,
    functions: FunctionsForm | None = None,
    end: EndForm | None = None,
    reason: ReasonForm | None = None,
    contact: PersonForm | None = None,
    order: OrderForm | None = None,
) -> HttpResponse:
    given = [row.function for row in one.functions.all()]
    allowed = givable(request.actor, one.organization)
    is_ours = may_change(request.actor, one)
    codes = presenting.open_codes([one.user])
    context = {
        "one": one,
        "person": one.user,
        "office": one.organization,
        "facts": [
            (_("ชื่อผู้ใช้"), one.user.get_username()),
            (_("โทรศัพท์"), one.user.phone),
            (_("อีเมล"), one.user.email),
            (_("ตำแหน่ง"), one.get_role_display()),
            (_("หน้าที่"), presenting.words_of(map(Function, given))),
            (_("ระยะเวลา"), presenting.period_of(one)),
            (_("คำสั่งแต่งตั้ง"), presenting.order_or_gap(one)),
        ],
        "state": presenting.state_of(one.user, codes),
        "functions_form": functions or FunctionsForm(initial={"functions": given}, allowed=allowed),
        "end_form": end or EndForm(initial={"last": one.valid_until}),
        "reason_form": reason or ReasonForm(),
        "contact_form": contact or PersonForm.of(one.user),
        "order_form": order or OrderForm.of(one, allowed),
        "form": functions or end or reason or contact or order,
        "has_second": second_factor.device_of(one.user) is not None,
        "may_complete": is_ours,
        "may_change": is_ours and not presenting.is_over(one),
        "may_let_in": may_let_in(request.actor, one.user),
        "is_last": leaving.is_last(one),
        "is_to_come": presenting.is_to_come(one),
    }
    return render(request, "accounts/appointment.html", context)


@takes_words(FunctionsForm)
@staff_only
@require_http_methods(["GET", "POST"])
@confirmed_lately
def appointment(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one appointment; by POST it gives other functions."""
    one = _appointment(request, pk)
    if request.method == "GET":
        return _page(request, one)
    form = FunctionsForm(request.POST, allowed=givable(request.actor, one.organization))
    if form.is_valid():
        try:
            appointments.change_functions(actor=request.actor, appointment=one, functions=form.chosen)
        except forms.ValidationError as error:
            form.add_error("functions", error)
        except NotAdministeredError as error:
            raise Http404 from error
        else:
            messages.success(request, _("เปลี่ยนหน้าที่แล้ว มีผลทันที"))
            return redirect("accounts:appointment", pk=one.pk)
    return _page(request, one, functions=form)


@takes_words(EndForm)
@staff_only
@require_POST
@confirmed_lately
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an appointment end."""
    one = _appointment(request, pk)
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            appointments.end_appointment(actor=request.actor, appointment=one, last=form.day)
        except forms.ValidationError as error:
            form.add_error("last", error)
        except NotAdministeredError as error:
            raise Http404 from error
        else:
            messages.success(request, _("บันทึกวันสุดท้ายแล้ว"))
            return redirect("accounts:office", organization=one.organization_id)
    return _page(request, one, end=form)


@takes_words(OrderForm)
@staff_only
@require_POST
@confirmed_lately
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Complete or correct number, day, file and position of an order, also of one that is over."""
    one = _appointment(request, pk)
    form = OrderForm.of(one, givable(request.actor, one.organization), request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, one, order=form)
    try:
        changed = appointments.complete_order(
            actor=request.actor, appointment=one, order=form.order, role=form.position
        )
    except NotAdministeredError as error:
        raise Http404 from error
    messages.success(request, _("บันทึกคำสั่งแต่งตั้งแล้ว") if changed else _("ไม่มีอะไรเปลี่ยน"))
    return redirect("accounts:appointment", pk=one.pk)


@staff_only
@require_POST
@confirmed_lately
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an appointment that has not begun."""
    one = _appointment(request, pk)
    try:
        appointments.cancel_appointment(actor=request.actor, appointment=one)
    except forms.ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect("accounts:appointment", pk=one.pk)
    except NotAdministeredError as error:
        raise Http404 from error
    messages.success(request, _("ยกเลิกคำสั่งที่ยังไม่เริ่มแล้ว"))
    return redirect("accounts:office", organization=one.organization_id)


@takes_words(PersonForm)
@staff_only
@require_POST
@confirmed_lately
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct name and contact of a person."""
    one, person = _person_to_let_in(request, pk)
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _page(request, one, contact=form)
    change_person(actor=request.actor, person=person, **form.cleaned_data)
    messages.success(request, _("บันทึกชื่อและช่องทางติดต่อแล้ว"))
    return redirect("accounts:appointment", pk=one.pk)


@staff_only
@require_GET
def order(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the file of an order as a download; who read it is on record."""
    one = _appointment(request, pk)
    if not one.order_file:
        raise Http404
    try:
        content = one.order_file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    record(actor=request.actor, action="account.order_read", subject=f"appointment:{one.pk}")
    return FileResponse(content, as_attachment=True, filename=one.order_file_name)


def _person_to_let_in(request: HttpRequest, pk: int) -> tuple[Appointment, User]:
    one = _appointment(request, pk)
    if not may_let_in(request.actor, one.user):
        raise Http404
    return one, one.user


@staff_only
@require_POST
@confirmed_lately
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """Give out a code and show it this once, as a link and for paper."""
    one, person = _person_to_let_in(request, pk)
    issued = activating.issue(actor=request.actor, person=person)
    context = {
        "one": one,
        "person": person,
        "office": one.organization,
        "code": issued.code,
        "until": presenting.moment(issued.expires_at),
        "link": _link(person, issued.code),
    }
    return render(request, "accounts/code.html", context)


@staff_only
@require_POST
@confirmed_lately
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign somebody out everywhere (ASVS 7.4.5).

    Raises:
        Http404: the appointment is not the reader's to change.
    """
    one = _appointment(request, pk)
    if not may_change(request.actor, one):
        raise Http404
    sessions.end_sessions(one.user, actor=request.actor)
    messages.success(request, _("ออกจากระบบให้ทุกเครื่องแล้ว"))
    return redirect("accounts:appointment", pk=one.pk)


@takes_words(ReasonForm)
@staff_only
@require_POST
@confirmed_lately
def take_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a second factor away whose telephone is lost; the person is told at the next sign-in."""
    one, person = _person_to_let_in(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, one, reason=form)
    second_factor.take_away(actor=request.actor, person=person, reason=form.cleaned_data["reason"])
    messages.success(request, _("ยกเลิกการยืนยันขั้นที่สองแล้ว เจ้าตัวต้องตั้งใหม่เมื่อเข้าสู่ระบบ"))
    return redirect("accounts:appointment", pk=one.pk)


def _link(person: User, code: str) -> str:
    """Return the address by which name and code are filled in. In a query, because logs leave queries out."""
    return absolute(
        reverse("accounts:activate") + "?" + urlencode({"name": person.get_username(), "code": code})
    )


@takes_words(CodeForm)
@staff_only
@sensitive_post_parameters("code")
@require_POST
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Print the code that was just given out on a letter; the letter is not kept."""
    one, person = _person_to_let_in(request, pk)
    given = request.POST.get("code", "")[:40]
    if not activating.is_current(person, given):
        messages.warning(request, _("รหัสนี้ใช้ไม่ได้แล้ว ออกรหัสใหม่แล้วพิมพ์อีกครั้ง"))
        return redirect("accounts:appointment", pk=one.pk)
    row = activating.find(given)
    assert row is not None
    draw = import_string(settings.KLANG["CODE_LETTERS"])
    content = draw(
        issuer=request.actor.organization,
        given=[(one.organization, activating.Issued(person, given, row.expires_at))],
        address=absolute(reverse("accounts:activate")),
    )
    return pdf_response(content, name=f"code-{person.get_username()}.pdf")
