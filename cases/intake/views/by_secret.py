"""What a citizen sends about their case: each form of the status page goes to one verb of the domain, once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from cases.domain import asking, by_secret, closure
from cases.domain.once import once
from cases.domain.queries.tracking import Progress
from cases.errors import CaseError
from cases.intake.forms.tracking import (
    ActForm,
    AddFilesForm,
    AnswerForm,
    ChangeContactForm,
    ConsentForm,
    MessageForm,
    ObjectForm,
    RateForm,
    ReopenForm,
    StayForm,
    WithdrawForm,
)
from cases.intake.views.status_page import (
    DONE_KEY,
    OTHER,
    is_of_another,
    keep_words,
    show,
    tracked,
    typed_in,
)
from cases.vocabulary import Consent, Rating
from portal.actors import Citizen
from portal.files import MAX_FILES, CheckedFile, RefusedFile, check_upload
from portal.pages.domain.lines import said
from portal.thai.filenames import file_slug
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web import typed
from portal.web.access import quiet_page
from portal.web.errors import RETRY_AFTER
from portal.web.typed import takes_words

logger = logging.getLogger(__name__)

ACTS_PER_CASE = 30
ACTS_PER_ADDRESS = 300
"""Things sent in `WINDOW`: for one case, and from one address, behind which a whole shelter may sit."""
UPLOADS_PER_CASE = 30
UPLOADS_PER_ADDRESS = 300
WINDOW = 900
"""Seconds."""
Do = Callable[[Progress, Citizen, dict[str, Any], str], object]


def _send(request: HttpRequest, form: ActForm, do: Do) -> HttpResponse:
    """Do what a form asks for and confirm it, or show the page again with everything that was typed."""
    progress = tracked(request)
    if progress is None:
        # The page was open for too long. The words wait until both codes are given again, then they are back in the box.
        keep_words(request, form.name, typed_in(form))
        return redirect("cases_intake:track")
    if not form.is_valid():
        return show(request, progress, form)
    if is_of_another(request, progress):
        form.add_error(None, str(OTHER))
        return show(request, progress, form)
    if not throttle.allowed(
        Try("track-act", progress.reference, ACTS_PER_CASE, WINDOW),
        Try("track-act-address", throttle.address_of(request), ACTS_PER_ADDRESS, WINDOW),
    ):
        form.add_error(None, _("ส่งหลายครั้งเกินไป รอ 15 นาทีแล้วลองอีกครั้ง เรื่องด่วนโทร %(social)s") % said())
        response = show(request, progress, form, status=429)
        response["Retry-After"] = RETRY_AFTER
        return response
    values, citizen = form.cleaned_data, Citizen(progress.case.reference)
    try:
        once(
            case=progress.case,
            token=values["token"],
            what=form.name,
            act=lambda identity: do(progress, citizen, values, identity),
        )
    except CaseError as error:
        form.add_error(None, str(error.message))
        return show(request, progress, form)
    typed.stored(request, lambda: redirect("cases_intake:status"))
    request.session[DONE_KEY] = form.name
    return redirect("cases_intake:status")


@takes_words(AnswerForm, way_out="cases_intake:exit")
@quiet_page
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Answer the question of the office (cases.md, row 13)."""
    return _send(request, AnswerForm(request.POST), _answer)


def _answer(progress: Progress, citizen: Citizen, values: dict[str, Any], identity: str) -> object:
    """Answer the question that waits; what is no answer any more is a message, and is read all the same."""
    if progress.question is None:
        return _message(progress, citizen, values, identity)
    return asking.record_answer(
        question=progress.question, actor=citizen, answer=values["words"], identity=identity
    )


@takes_words(MessageForm, way_out="cases_intake:exit")
@quiet_page
@require_POST
def message(request: HttpRequest) -> HttpResponse:
    """Write to whoever has the case."""
    return _send(request, MessageForm(request.POST), _message)


def _message(progress: Progress, citizen: Citizen, values: dict[str, Any], identity: str) -> object:
    return asking.send_message(case=progress.case, actor=citizen, text=values["words"], identity=identity)


@takes_words(ObjectForm, way_out="cases_intake:exit")
@quiet_page
@require_POST
def object_to_closing(request: HttpRequest) -> HttpResponse:
    """Disagree with a closure that waits for its decision."""
    return _send(
        request,
        ObjectForm(request.POST),
        lambda progress, citizen, values, identity: asking.object_to_closing(
            case=progress.case, actor=citizen, text=values["words"], identity=identity
        ),
    )


@takes_words(WithdrawForm, way_out="cases_intake:exit")
@quiet_page
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Need no help any more."""
    return _send(
        request,
        WithdrawForm(request.POST),
        lambda progress, citizen, values, identity: asking.withdraw(
            case=progress.case, actor=citizen, text=values["words"], identity=identity
        ),
    )


@takes_words(StayForm, way_out="cases_intake:exit")
@quiet_page
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Want help after all."""
    return _send(request, StayForm(request.POST), _stay)


def _stay(progress: Progress, citizen: Citizen, values: dict[str, Any], identity: str) -> object:
    # What is kept is Thai, whatever the visitor reads: officers read it.
    with override("th"):
        words = values["words"] or _("ยังต้องการความช่วยเหลือเรื่องนี้")
    return asking.send_message(
        case=progress.case, actor=citizen, text=words, wants_help=True, identity=identity
    )


@takes_words(ConsentForm, way_out="cases_intake:exit")
@quiet_page
@require_POST
def refuse_consent(request: HttpRequest) -> HttpResponse:
    """Let the story go to nobody else any more (cases.md, row change_consent)."""
    return _send(
        request,
        ConsentForm(request.POST),
        lambda progress, citizen, values, identity: asking.change_consent(
            case=progress.case,
            actor=citizen,
            consent=Consent.REFUSED,
            note=values["words"],
            identity=identity,
        ),
    )


@takes_words(ReopenForm, way_out="cases_intake:exit")
@quiet_page
@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    """Ask to take a closed request up again (cases.md, row 19)."""
    return _send(
        request,
        ReopenForm(request.POST),
        lambda progress, citizen, values, identity: closure.reopen_case(
            case=progress.case, actor=citizen, note=values["words"], identity=identity
        ),
    )


@takes_words(RateForm, way_out="cases_intake:exit")
@quiet_page
@require_POST
def rate(request: HttpRequest) -> HttpResponse:
    """Say how the help was, once for each closing."""
    return _send(
        request,
        RateForm(request.POST),
        lambda progress, citizen, values, identity: by_secret.rate(
            case=progress.case, actor=citizen, rating=Rating(values["rating"]), identity=identity
        ),
    )


@takes_words(ChangeContactForm, way_out="cases_intake:exit")
@quiet_page
@require_POST
def contact(request: HttpRequest) -> HttpResponse:
    """Change how the person is reached."""
    form = ChangeContactForm(request.POST)
    return _send(
        request,
        form,
        lambda progress, citizen, values, identity: by_secret.change_contact(
            case=progress.case, actor=citizen, contact=form.contact(), identity=identity
        ),
    )


@takes_words(AddFilesForm, way_out="cases_intake:exit")
@quiet_page
@require_POST
def files(request: HttpRequest) -> HttpResponse:
    """Send pictures and documents later. Each is judged by itself; those that can be kept are kept."""
    form = AddFilesForm(request.POST)
    progress = tracked(request)
    if progress is None:
        keep_words(request, form.name, {})
        return redirect("cases_intake:track")
    if is_of_another(request, progress):
        return show(request, progress, form, errors=[str(OTHER)])
    # Judging and cleaning is slow and holds no lock.
    checked, refusals = _checked(request, progress)
    if not checked:
        form.is_valid()
        return show(request, progress, form, errors=refusals or [_("เลือกไฟล์ก่อนกดส่ง")])
    response = _send(
        request, form, lambda one, citizen, _values, identity: _keep(one, citizen, checked, identity)
    )
    if refusals and response.status_code == 302:  # noqa: PLR2004 - the answer of an act that was done
        request.session.pop(DONE_KEY, None)
        again = tracked(request)
        return show(request, again, form, errors=refusals) if again is not None else response
    return response


def _checked(request: HttpRequest, progress: Progress) -> tuple[list[CheckedFile], list[str]]:
    """Return the files that can be kept, cleaned of places and programs, and a sentence for each that cannot."""
    checked: list[CheckedFile] = []
    refusals = []
    for number, uploaded in enumerate(request.FILES.getlist("files")):
        try:
            if number >= MAX_FILES:
                raise RefusedFile(_("ส่งได้ครั้งละไม่เกิน 5 ไฟล์"))
            if not throttle.allowed(
                Try("upload-case", progress.reference, UPLOADS_PER_CASE, WINDOW),
                Try("upload-address", throttle.address_of(request), UPLOADS_PER_ADDRESS, WINDOW),
            ):
                raise RefusedFile(_("มีการแนบไฟล์มากเกินไป รอ 15 นาทีแล้วลองอีกครั้ง"))
            checked.append(check_upload(uploaded))
        except RefusedFile as refusal:
            name = file_slug(uploaded.name or "") or _("ไฟล์")
            refusals.append(_("“%(name)s” แนบไม่ได้: %(reason)s") % {"name": name, "reason": refusal.reason})
    return checked, refusals


def _keep(progress: Progress, citizen: Citizen, checked: list[CheckedFile], identity: str) -> object:
    try:
        return by_secret.add_files(case=progress.case, actor=citizen, files=checked, identity=identity)
    except OSError as error:
        logger.error("a citizen's file could not be stored: %s", type(error).__name__)
        raise CaseError(_("ตอนนี้ระบบเก็บไฟล์ไม่ได้ ลองอีกครั้งภายหลัง หรือนำไฟล์ให้เจ้าหน้าที่")) from error
