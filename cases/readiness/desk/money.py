"""A center's books: contributions, spending, the request for support; a local administration sees what it gave (S1.12)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.desk.frame import desk_page
from cases.desk.verbs.forms.assistance import BahtField
from cases.readiness.desk.access import HERE, tabs_of
from cases.readiness.desk.forms import UploadField
from cases.readiness.domain import money
from cases.readiness.domain.checks import NotOurUnitError
from cases.readiness.domain.money import Booked
from cases.readiness.models import Contribution, ShownYear, Spending
from cases.readiness.vocabulary import SpendingKind
from portal.actors import Officer
from portal.letters.issuing import letter_file, unnumbered
from portal.letters.kinds.official import PREVIEW, letter_pdf
from portal.organizations.models import Organization
from portal.thai.dates import bangkok_today, fiscal_year
from portal.web.access import staff_only
from portal.web.dates import DateBox, ThaiDateField
from portal.web.downloads import file_response, pdf_response
from portal.web.keyset import Key, keyed
from portal.web.typed import takes_words

PER_PAGE = 30
LAST_FIRST = (Key("pk", descending=True),)
TABLES: dict[str, type[Contribution] | type[Spending]] = {"contribution": Contribution, "spending": Spending}


class BookingForm(forms.Form):
    """What every booking has."""

    on = ThaiDateField(label=gettext_lazy("วันที่"), widget=DateBox)
    amount = BahtField(label=gettext_lazy("จำนวนเงิน (บาท)"), max_length=20)
    document = forms.CharField(
        label=gettext_lazy("เลขที่เอกสาร"), max_length=120, help_text=gettext_lazy("ใบเสร็จ หนังสือ หรือฎีกา")
    )
    file = UploadField(label=gettext_lazy("ไฟล์เอกสาร"), required=False)

    def __init__(self, *args: Any, actor: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    @property
    def booked(self) -> Booked:
        """What is booked."""
        data = self.cleaned_data
        return Booked(on=data["on"], amount=data["amount"], document=data["document"], file=data["file"])


class ContributionForm(BookingForm):
    """What a local administration gave."""

    giver = forms.ModelChoiceField(
        queryset=Organization.objects.none(),
        label=gettext_lazy("อปท. ที่สนับสนุน"),
        empty_label=gettext_lazy("เลือก"),
    )
    field_order = ("giver",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = money.givers(self.actor.organization).order_by("sort_key", "pk")
        self.fields["giver"].queryset = found  # type: ignore[attr-defined]

    def save(self) -> None:
        """Book it."""
        money.book_contribution(actor=self.actor, giver=self.cleaned_data["giver"], booked=self.booked)


class SpendingForm(BookingForm):
    """What the center paid for."""

    kind = forms.ChoiceField(label=gettext_lazy("ประเภทรายจ่าย"), choices=SpendingKind)
    purpose = forms.CharField(label=gettext_lazy("จ่ายค่าอะไร"), max_length=200)
    field_order = ("kind", "purpose")

    def save(self) -> None:
        """Book it."""
        data = self.cleaned_data
        money.book_spending(
            actor=self.actor, kind=SpendingKind(data["kind"]), purpose=data["purpose"], booked=self.booked
        )


FORMS: dict[str, Any] = {"contribution": ContributionForm, "spending": SpendingForm}


class WithdrawForm(forms.Form):
    """Why something is withdrawn."""

    why = forms.CharField(label=gettext_lazy("เหตุที่ยกเลิก"), max_length=300)


class SupportForm(forms.Form):
    """Whom the center asks for how much, and what it is for."""

    receiver = forms.ModelChoiceField(
        queryset=Organization.objects.none(), label=gettext_lazy("ขอจาก"), empty_label=gettext_lazy("เลือก")
    )
    year = forms.TypedChoiceField(label=gettext_lazy("ปีงบประมาณ"), coerce=int)
    amount = BahtField(
        label=gettext_lazy("จำนวนเงิน (บาท)"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("เว้นว่างได้ หนังสือจะเขียนว่าตามที่เห็นสมควร"),
    )
    purpose = forms.CharField(
        label=gettext_lazy("เพื่ออะไร"), max_length=600, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, center: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = money.givers(center).order_by("sort_key", "pk")
        self.fields["receiver"].queryset = found  # type: ignore[attr-defined]
        this = fiscal_year(bangkok_today())
        self.fields["year"].choices = [(year, str(year)) for year in (this, this + 1)]  # type: ignore[attr-defined]

    def clean_amount(self) -> Decimal | None:
        """Refuse an amount that nobody can be asked for.

        Raises:
            ValidationError: it is nothing, less than nothing, or more than the books hold.
        """
        amount: Decimal | None = self.cleaned_data["amount"]
        if amount is not None and not 0 < amount <= money.LARGEST:
            raise forms.ValidationError(_("จำนวนเงินต้องมากกว่าศูนย์"), code="invalid")
        return amount


def _center_or_404(request: HttpRequest) -> Organization:
    own: Organization = request.actor.organization
    if not money.is_center(own):
        raise Http404
    return own


def _keeper_or_404(request: HttpRequest) -> Officer:
    actor: Officer = request.actor
    if not money.keeps_books(actor):
        raise Http404
    return actor


def _year(request: HttpRequest, center: Organization) -> int:
    written = request.GET.get("year", "")
    years = money.years_of(center)
    return next((year for year in years if str(year) == written), years[0])


@staff_only
@require_GET
def books(request: HttpRequest) -> HttpResponse:
    """Show the books of one's center for a fiscal year."""
    _center_or_404(request)
    return _page(request)


def _page(request: HttpRequest, bound: dict[str, forms.Form] | None = None) -> HttpResponse:
    actor, center = request.actor, request.actor.organization
    year = _year(request, center)
    bookings = {"center": center, "fiscal_year": year}
    names = {name: kind(actor=actor, prefix=name) for name, kind in FORMS.items()} | (bound or {})
    context = {
        "tabs": tabs_of(actor),
        "unit": center,
        "year": year,
        "years": money.years_of(center),
        "account": money.account_of(center, year),
        "contributions": Contribution.objects.filter(**bookings).select_related("giver"),
        "spending": Spending.objects.filter(**bookings),
        "is_shown": ShownYear.objects.filter(**bookings).exists(),
        "keeps": money.keeps_books(actor),
        "may_show": actor.supervises,
        "forms": names if money.keeps_books(actor) else {},
        "form": next(iter(bound.values())) if bound else None,
    }
    return desk_page(request, "readiness/money.html", context, here=HERE)


def _form_of(what: str, **_address: object) -> type[forms.Form] | None:
    return FORMS.get(what)


@takes_words(_form_of)
@staff_only
@require_POST
def book(request: HttpRequest, what: str) -> HttpResponse:
    """Book a contribution or a spending."""
    actor = _keeper_or_404(request)
    if what not in FORMS:
        raise Http404
    form = FORMS[what](request.POST, request.FILES, actor=actor, prefix=what)
    if form.is_valid():
        try:
            form.save()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("บันทึกแล้ว"))
            return redirect("readiness:money")
    return _page(request, {what: form})


def _row(request: HttpRequest, what: str, pk: int) -> Contribution | Spending:
    if what not in TABLES:
        raise Http404
    found: Contribution | Spending | None = (
        TABLES[what].objects.filter(center=request.actor.organization, pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


@takes_words(WithdrawForm)
@staff_only
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Withdraw what was booked by mistake, with its reason."""
    actor = _keeper_or_404(request)
    row = _row(request, what, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        money.withdraw(row=row, actor=actor, why=form.cleaned_data["why"])
        messages.success(request, _("ยกเลิกรายการแล้ว"))
        return redirect("readiness:money")
    context = {"tabs": tabs_of(actor), "row": row, "form": form}
    return desk_page(request, "readiness/money_withdraw.html", context, here=HERE)


@staff_only
@require_GET
def file(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Hand out the document of a booking to officers of its center."""
    row = _row(request, what, pk)
    if not row.file:
        raise Http404
    try:
        with row.file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError as error:
        raise Http404 from error
    return file_response(content, name=row.file_name, content_type=row.file_type)


@staff_only
@require_POST
def show(request: HttpRequest, year: int) -> HttpResponse:
    """Put the table of a year before the public, or take it back."""
    is_shown = request.POST.get("show") == "yes"
    try:
        money.show_year(actor=request.actor, year=year, is_shown=is_shown)
    except NotOurUnitError as error:
        raise Http404 from error
    messages.success(request, _("เผยแพร่แล้ว") if is_shown else _("เลิกเผยแพร่แล้ว"))
    return redirect("readiness:money")


@takes_words(SupportForm)
@staff_only
@require_http_methods(["GET", "POST"])
def support(request: HttpRequest) -> HttpResponse:
    """Write the request for support: show it on paper first, then issue it with a number."""
    actor = _keeper_or_404(request)
    form = SupportForm(request.POST or None, center=actor.organization)
    if request.method == "POST" and form.is_valid():
        asked = {"actor": actor, **form.cleaned_data}
        if "issue" in request.POST:
            return _issue(request, form, asked) or _support(request, form)
        draft = unnumbered(organization=actor.organization, letter=money.support_letter(**asked))
        return pdf_response(letter_pdf(draft, stamp=PREVIEW), name="preview.pdf")
    return _support(request, form)


def _issue(request: HttpRequest, form: SupportForm, asked: dict[str, Any]) -> HttpResponse | None:
    """Issue the request; None when it was not, and the form says why."""
    try:
        letter = money.ask_for_support(**asked)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    messages.success(request, _("ออกหนังสือแล้ว เลขที่ %(number)s") % {"number": letter.number})
    return redirect("desk:letters" if request.actor.works_on_cases else "readiness:support")


@staff_only
@require_GET
def support_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out a request for support: whoever keeps the books issues it, and need not work on cases."""
    center = _keeper_or_404(request).organization
    letter = get_object_or_404(money.support_letters(center), pk=pk)
    return pdf_response(letter_file(letter), name=f"letter-{letter.year_be}-{letter.running_number}.pdf")


def _support(request: HttpRequest, form: SupportForm) -> HttpResponse:
    context = {
        "tabs": tabs_of(request.actor),
        "form": form,
        "page": keyed(request, money.support_letters(request.actor.organization), LAST_FIRST, PER_PAGE),
    }
    return desk_page(request, "readiness/support.html", context, here=HERE)
