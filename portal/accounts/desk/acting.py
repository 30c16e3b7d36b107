"""Choosing by which of several appointments one acts."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.actors import CHOSEN, officers_of
from portal.accounts.landing import home_of
from portal.audit.services import record
from portal.web.access import staff_only


@staff_only
@require_POST
def act_as(request: HttpRequest) -> HttpResponse:
    """Act by another of one's appointments from now on; the session gets a new key (ASVS 7.2.4).

    Raises:
        Http404: it is not in force, or not one's own.
    """
    wanted = request.POST.get("appointment", "")
    chosen = next((one for one in officers_of(request) if str(one.appointment.pk) == wanted), None)
    if chosen is None:
        raise Http404
    request.session[CHOSEN] = chosen.appointment.pk
    request.session.cycle_key()
    record(actor=chosen, action="account.acts_as", subject=f"appointment:{chosen.appointment.pk}")
    messages.success(
        request, _("ตอนนี้คุณทำงานในนาม %(organization)s") % {"organization": chosen.organization.display_name}
    )
    return redirect(home_of(chosen))
