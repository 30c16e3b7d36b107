"""The page of files: several at once, each judged by itself, a refused one never stops the request."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.intake import draft as drafts
from cases.intake import uploads
from cases.intake.draft import Draft, DraftGone
from cases.intake.flow import STEPS
from cases.intake.forms.story import FilesForm
from cases.intake.views.arrival import sent_before
from cases.intake.views.steps import refuse, show, url_of
from portal.files import ACCEPT, MAX_FILES, RefusedFile
from portal.files.limits import MAX_SIDE, READABLE_SIDE
from portal.thai.filenames import file_slug
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web.access import quiet_page
from portal.web.typed import takes_words

UPLOADS_PER_DRAFT = 30
"""Files for one draft in `WINDOW`; it keeps five of them."""
UPLOADS_PER_WINDOW = 300
"""Files from one address in `WINDOW`. An evacuation center with hundreds of phones has one address; one picture is decoded
at a time, so this many never keep a process from its other work."""
WINDOW = 600
"""Seconds."""
NODE = STEPS["files"]


@takes_words(FilesForm, stored=sent_before, way_out="cases_intake:exit")
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """Show the files of the draft, take more, take one away, or go on."""
    draft = drafts.load(request.session)
    if answer := refuse(request, draft):
        return answer
    draft = draft or Draft()
    journey = draft.journey()
    if not journey.may_open(NODE.slug):
        return redirect(url_of(journey.here))
    if request.method != "POST":
        return _show(request, draft)
    try:
        return _change(request, draft)
    except DraftGone:
        return refuse(request, drafts.load(request.session)) or redirect(url_of(NODE.slug))


def _change(request: HttpRequest, draft: Draft) -> HttpResponse:
    if identifier := request.POST.get("remove"):
        uploads.remove(request.session, draft.token, identifier)
        return redirect(url_of(NODE.slug))
    refusals = _take(request, draft)
    with drafts.changing(request.session, draft.token, known=draft) as kept:
        kept.kept[NODE.slug] = {}
    if refusals:
        return _show(request, kept, refusals)
    if request.POST.get("action") == "upload":
        return redirect(url_of(NODE.slug))
    after = kept.journey()
    return redirect(url_of(after.here if kept.reviewed else NODE.next(after.answers)))


def _take(request: HttpRequest, draft: Draft) -> list[str]:
    """Keep each file that can be kept as soon as it is stored; return a sentence for each that cannot."""
    refusals = []
    for uploaded in request.FILES.getlist("files"):
        try:
            if not throttle.allowed(
                Try("upload-draft", str(draft.token), UPLOADS_PER_DRAFT, WINDOW),
                Try("upload-address", throttle.address_of(request), UPLOADS_PER_WINDOW, WINDOW),
            ):
                raise RefusedFile(_("มีการแนบไฟล์จากเครือข่ายของคุณมากเกินไป รอ 10 นาทีแล้วลองอีกครั้ง"))
            draft = uploads.attach(request.session, draft.token, uploads.prepare(draft, uploaded))
        except RefusedFile as refusal:
            name = file_slug(uploaded.name or "") or _("ไฟล์")
            refusals.append(_("“%(name)s” แนบไม่ได้: %(reason)s") % {"name": name, "reason": refusal.reason})
    return refusals


def _show(request: HttpRequest, draft: Draft, refusals: list[str] | None = None) -> HttpResponse:
    journey = draft.journey()
    form = NODE.form(answers=journey.answers_before(NODE.slug))
    extra: dict[str, Any] = {
        "draft_files": draft.files,
        "can_add": len(draft.files) < MAX_FILES,
        "accept": ACCEPT,
        "longest_side": MAX_SIDE,
        "readable_side": READABLE_SIDE,
        "refusals": refusals or [],
        "errors": refusals or [],
    }
    return show(request, draft, journey, NODE, form, **extra)
