"""The list of channels for all staff, and its change by the head of the center (S1.05)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.desk.channels.forms import ChannelForm
from cases.desk.frame import desk_page
from cases.domain.channels import ChannelInUse, channels, set_channel
from cases.domain.limits import may_set_limits
from cases.errors import GuardFailed
from cases.models import IntakeChannel
from cases.vocabulary import SELF_SERVICE, ChannelGroup
from portal.web.access import staff_only
from portal.web.typed import takes_words


@staff_only
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Show every channel."""
    rows = [(one, may_set_limits(request.actor) and one.code not in SELF_SERVICE) for one in channels()]
    context = {"rows": rows, "may_change": may_set_limits(request.actor)}
    return desk_page(request, "desk/channels.html", context, here="new")


@takes_words(ChannelForm)
@staff_only
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str = "") -> HttpResponse:
    """Add a channel or change one."""
    if not may_set_limits(request.actor):
        raise Http404
    channel = _channel_or_404(code) if code else None
    sent = request.POST if request.method == "POST" else None
    form = ChannelForm(sent, channel=channel, initial=_initial(channel))
    if form.is_valid():
        data = {"name_th": "", "name_en": "", "group": ChannelGroup.AGENCY} | form.cleaned_data
        try:
            set_channel(actor=request.actor, code=code, **(data | {"group": ChannelGroup(data["group"])}))
        except GuardFailed as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("บันทึกช่องทางแล้ว"))
            return redirect("desk:channels")
    return desk_page(request, "desk/channel.html", {"form": form, "channel": channel}, here="new")


def _channel_or_404(code: str) -> ChannelInUse:
    found = next((one for one in channels() if one.code == code and code not in SELF_SERVICE), None)
    if found is None:
        raise Http404
    return found


def _initial(channel: ChannelInUse | None) -> dict[str, object]:
    if channel is None:
        return {}
    row = IntakeChannel.objects.filter(code=channel.code).first()
    names = {"name_th": row.name_th, "name_en": row.name_en} if row else {}
    return names | {"group": channel.group, "is_offered": channel.is_offered}
