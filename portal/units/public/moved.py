"""Addresses of units that ended (R22): they stand in the codes of printed signs and lead on to who took their place."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from portal.organizations.models import OrganizationQuerySet
from portal.units.domain import finding


def instead_of(pk: int, among: OrganizationQuerySet, address: str) -> HttpResponse:
    """Lead to the same page of the successor, in the reader's language.

    Not for ever: an end that was entered by mistake is taken back.

    Args:
        pk: of the body that has no such page.
        among: the bodies that have one.
        address: the name of the page.

    Raises:
        Http404: nobody took its place, or who did has no such page.
    """
    heir = finding.heir_of(pk, among)
    if heir is None:
        raise Http404
    return redirect(address, heir.pk)
