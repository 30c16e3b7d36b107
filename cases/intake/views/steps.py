"""The question pages."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from cases.intake import confirmation, saved
from cases.intake import draft as drafts
from cases.intake import occasion as occasions
from cases.intake.beside import legs
from cases.intake.draft import Draft, DraftGone
from cases.intake.flow import CHECK, FIRST, SHORT, STEPS, Journey, Step, first_of, is_sensitive
from cases.intake.forms.base import Raw, StepForm, chosen
from cases.intake.forms.short import OCCASION
from cases.intake.on_the_way import told_on_the_way
from cases.intake.views.arrival import has_arrived, sent_before
from cases.intake.views.start import kind_asked, provision_asked
from cases.intake.views.titles import page_title
from portal.web import typed
from portal.web.access import quiet_page
from portal.web.typed import takes_words

ASIDE_KEY = "request_aside"
NEVER_KEPT = frozenset({FIRST, "files"})
"""Pages whose answers never stay on the phone: the first says of what kind it is, and files are too large."""
LONGEST_ASIDE = 50_000
"""Characters; more than any page of the request takes."""


def _form_of(slug: str) -> type[StepForm] | None:
    # The forms of the short request hold the fields of the usual ones and their own.
    node = SHORT.get(slug) or STEPS.get(slug)
    return node.form if node is not None else None


@takes_words(_form_of, stored=sent_before, way_out="cases_intake:exit")
@quiet_page
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one question, or keep its answer and go on."""
    if slug not in STEPS:
        raise Http404
    draft = drafts.load(request.session)
    asked = occasion_asked(request, slug)
    if answer := refuse(request, draft, fresh_allowed=slug == FIRST or bool(asked)):
        return answer
    draft = draft or Draft()
    if asked is not None:
        draft.occasion = asked
    journey = draft.journey()
    if slug not in journey.steps or not journey.may_open(slug):
        put_aside(request)
        return redirect(url_of(journey.here))
    node = journey.steps[slug]
    if request.method == "POST":
        return _keep(request, draft, journey, node)
    return show(request, draft, journey, node, _kept_form(request, draft, journey, node))


def occasion_asked(request: HttpRequest, slug: str) -> str | None:
    """Return on which form the request is to be written: "" for the usual one, else the slug of its event.

    The first page of the usual form asks for that one, `?event=…` on the first page of the short form for this one. None
    where the draft's own form goes on.
    """
    if slug == FIRST:
        return ""
    asked = request.GET.get("event", "")
    if slug != first_of(SHORT) or not asked:
        return None
    found = occasions.find(asked)
    return found.slug if found else None


def refuse(request: HttpRequest, draft: Draft | None, *, fresh_allowed: bool = False) -> HttpResponse | None:
    """Answer a page whose draft is gone: sent already, given up, or left alone for too long.

    Args:
        request: GET or POST.
        draft: the draft of the session, None when there is none.
        fresh_allowed: the page may start a new draft.

    Returns:
        None when the page may go on.
    """
    posted = request.POST.get("token", "")
    sent = confirmation.recall(request.session)
    if sent is not None and posted == str(sent.token):
        return redirect("cases_intake:sent")
    if draft is not None:
        if request.method != "POST" or posted in ("", str(draft.token)):
            return None
        put_aside(request)
        return redirect(url_of(draft.journey().here))
    if fresh_allowed and not posted:
        return None
    if sent is not None:
        return redirect("cases_intake:sent")
    context = {
        "typed": typed.read(request),
        "was_post": request.method == "POST",
        "arrived": has_arrived(request),
    }
    return render(request, "intake/expired.html", context)


def put_aside(request: HttpRequest) -> None:
    """Keep the words of a page that is no longer asked (another draft, a changed answer) for the page that comes next."""
    shown = [(field.label, field.text) for field in typed.read(request).shown]
    if shown and sum(len(text) for _label, text in shown) <= LONGEST_ASIDE:
        request.session[ASIDE_KEY] = shown


def taken_aside(request: HttpRequest) -> list[dict[str, str]]:
    """Return those words, once."""
    return [{"label": label, "text": text} for label, text in request.session.pop(ASIDE_KEY, [])]


def url_of(slug: str) -> str:
    """Return the address of a step or of the check page."""
    return reverse("cases_intake:check") if slug == CHECK else reverse("cases_intake:step", args=[slug])


def _kept_form(request: HttpRequest, draft: Draft, journey: Journey, node: Step) -> StepForm:
    """Return the form with the kept answer in it, without complaints about it."""
    asked = kind_asked(request) if node.slug == FIRST else None
    if asked is None and (judged := journey.forms.get(node.slug)) is not None:
        return judged
    form = node.form(answers=journey.answers_before(node.slug))
    kept: Raw | None = draft.kept.get(node.slug)
    if kept is not None:
        data: MultiValueDict[str, str] = MultiValueDict(kept)
        form.initial = {
            name: field.widget.value_from_datadict(data, MultiValueDict(), name)
            for name, field in form.fields.items()
        }
    if asked is not None:
        form.initial = {"problem": asked.value}
    return form


def _keep(request: HttpRequest, draft: Draft, journey: Journey, node: Step) -> HttpResponse:
    form = node.form(data=request.POST, answers=journey.answers_before(node.slug))
    if not form.is_valid():
        return show(request, draft, journey, node, form)
    try:
        with drafts.changing(request.session, draft.token, known=draft) as kept:
            kept.kept[node.slug] = form.raw()
            _change_form(request, kept, draft.occasion)
            if node.slug == FIRST and (come_from := provision_asked(request)):
                kept.provision = come_from.key
    except DraftGone:
        if answer := refuse(request, drafts.load(request.session)):
            return answer
        put_aside(request)
        return redirect(url_of(node.slug))
    after = kept.journey()
    if node.slug == FIRST and after.is_sensitive:
        # What was left as general help and turned out to be a crisis stays nowhere.
        saved.forget(draft.token)
    return redirect(url_of(after.here if kept.reviewed else node.next(after.answers)))


def _change_form(request: HttpRequest, draft: Draft, occasion: str) -> None:
    """Go on with the usual or the short form; a story that the short one does not ask for is shown on its next page."""
    story = "".join(draft.kept.get("story", {}).get("story", []))
    if occasion and occasion != draft.occasion and story:
        request.session[ASIDE_KEY] = [(str(STEPS["story"].question), story)]
    draft.occasion = occasion


def show(
    request: HttpRequest, draft: Draft, journey: Journey, node: Step, form: StepForm, **extra: Any
) -> HttpResponse:
    """Draw a question page.

    Args:
        request: the visitor's request.
        draft: what is kept so far.
        journey: the same, judged.
        node: the step to draw.
        form: bound with errors, or unbound.
        extra: more context for the step's own template.
    """
    heading = node.heading(journey.answers)
    sensitive = journey.is_sensitive or _is_sensitive_first(request, journey, node)
    single = len(form.fields) == 1
    if single:
        # Tied to the control by its id, so that a reader hears why we ask.
        only = next(iter(form.fields.values()))
        only.help_text = only.help_text or node.why
    previous = journey.before(node.slug)
    context = {
        "step": node,
        "is_one_of_few": True,
        "progress": journey.progress(node.slug),
        "heading": heading,
        "page_name": page_title(node.slug, heading, sensitive=sensitive),
        "form": form,
        "single": single,
        "hints": form.drawn_hints(),
        "sensitive": sensitive,
        "keeps": not sensitive and node.slug not in NEVER_KEPT,
        "is_read": request.method == "POST",
        "back_url": _back(draft, previous),
        "token": draft.token if draft.kept else "",
        "changing": draft.reviewed,
        "go_on_url": url_of(journey.here) if goes_on(journey, node.slug) else "",
        "aside": taken_aside(request) if request.method != "POST" else [],
        "occasion": chosen(journey.answers, OCCASION),
        "legs": legs(journey, node.slug),
        **told_on_the_way(journey, node.slug),
        **extra,
    }
    return render(request, node.template, context)


def _is_sensitive_first(request: HttpRequest, journey: Journey, node: Step) -> bool:
    """The first question names violence, pregnancy and trafficking: who is seen with it may be in danger (issue 12).

    Not once a general kind of help is chosen, here or on the page that led here: the exit would only frighten.
    """
    if node.slug != FIRST:
        return False
    kind = kind_asked(request) or chosen(journey.answers, "problem")
    return not kind or is_sensitive({"problem": {"problem": kind}})


def goes_on(journey: Journey, slug: str) -> bool:
    """Say whether the first page offers to go on with answers that are there already; never in a careful request."""
    return slug == FIRST and len(journey.answers) > 1 and not journey.is_sensitive


def _back(draft: Draft, previous: str | None) -> str:
    if draft.reviewed and draft.journey().is_complete:
        return url_of(CHECK)
    return url_of(previous) if previous else reverse("cases_intake:start")
