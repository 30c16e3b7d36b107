"""Why the reader may see a case, in one sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.machine.standing import Standing
from portal.actors import Officer


def why(standing: Standing, actor: Officer) -> str:
    """Return for which reasons the reader's organization may see the case, and how much; "" without a reason."""
    grants = sorted(standing.grants_of(actor.organization.pk), key=lambda grant: -grant.scope)
    if not grants:
        return ""
    reasons = list(dict.fromkeys(str(grant.reason.label) for grant in grants))
    values = {"reasons": ", ".join(reasons), "scope": grants[0].scope.label}
    return _("คุณเห็นเรื่องนี้ได้เพราะหน่วยงานของคุณ%(reasons)s · เห็น: %(scope)s") % values
