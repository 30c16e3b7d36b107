"""What stands of requests on the page and the print of a case."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.data_rights.domain.reading import standing_of
from cases.desk.case.attached import Attached
from cases.domain.view import Part
from portal.thai.dates import format_date, to_bangkok


def attached(view: Part) -> list[Attached]:
    """Return the notes of the person to what was not corrected, and that a request waits for its answer."""
    standing = standing_of(view.reference)
    found = [
        Attached(
            _("หมายเหตุของเจ้าของข้อมูล %(day)s") % {"day": format_date(to_bangkok(note.received_at).date())},
            note.words,
        )
        for note in standing.notes
    ]
    if standing.waiting:
        waiting = _("รอคำตอบ %(count)d ข้อ ดูที่ “คำขอใช้สิทธิในข้อมูล”") % {"count": standing.waiting}
        found.append(Attached(_("คำขอใช้สิทธิในข้อมูล"), waiting))
    return found
