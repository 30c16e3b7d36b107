"""What stands beside an organization wherever one is chosen: how wide it works, and whether anybody signs in there."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.queries.heirs import staffed
from portal.organizations.domain.directory import Found
from portal.organizations.models import Organization

NO_ACCOUNT = gettext_lazy("ไม่มีผู้ใช้ในระบบ ติดต่อทางหนังสือหรือโทรศัพท์")


def marks_of(
    organizations: Iterable[Organization], reasons: dict[int, str | Promise] | None = None
) -> dict[int, str]:
    """Return a line for each organization, by its id; one query for all.

    Args:
        organizations: that can be chosen.
        reasons: why some are proposed.
    """
    found = list(organizations)
    with_accounts = staffed(found)
    return {
        one.pk: " · ".join(
            str(part)
            for part in (
                (reasons or {}).get(one.pk, ""),
                one.get_level_display(),
                "" if one.pk in with_accounts else NO_ACCOUNT,
            )
            if part
        )
        for one in found
    }


def cut_words(found: Found) -> str:
    """Say how many there are, and when not all of them are shown."""
    if not found.total:
        return _("ไม่พบหน่วยงานที่ชื่อตรงกัน ลองพิมพ์ให้สั้นลง เช่น ชื่อตำบล")
    words = {"total": f"{found.total:,}", "shown": len(found.organizations)}
    if found.is_cut:
        return _("พบ %(total)s แห่ง แสดง %(shown)d แห่งที่ใกล้ที่สุด พิมพ์ชื่อให้ยาวขึ้นเพื่อให้เหลือน้อยลง") % words
    return _("พบหน่วยงาน %(total)s แห่ง") % words
