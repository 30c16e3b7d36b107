"""What is filled in to change a running event, and to end it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.events.desk.forms import ReachForm, lines, this_minute
from cases.events.models import Event
from portal.actors import Officer
from portal.web.dates import MomentBox, ThaiDateTimeField

SETTINGS = ("duty_officer", "stand_in", "direct")
"""Fields that are replaced; places and organizations are added."""


class ChangeForm(ReachForm):
    """What is added to a running event, and who directs it from now on."""

    reason = lines(
        _("ทำไมจึงแก้"), rows=2, longest=1000, required=True, hint=_("บันทึกไว้ในความเป็นมาของสถานการณ์ ไม่ใส่ชื่อบุคคล")
    )
    field_order = ("subdistricts", "organizations", "duty_officer", "stand_in", "direct", "reason", "token")

    def __init__(self, *args: Any, actor: Officer, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        named: dict[str, Any] = self.fields
        named["subdistricts"].label = _("เพิ่มตำบล")
        named["organizations"].label = _("เพิ่มหน่วยงานที่ร่วมงาน")
        codes = event.areas.values_list("subdistrict_code", flat=True)
        self.has = frozenset([*codes, *map(str, event.parties.values_list("organization", flat=True))])
        for name in SETTINGS:
            named[name].initial = getattr(event, f"{name}_id", None) or getattr(event, name)
            named[name].show_hidden_initial = True

    def change(self) -> dict[str, Any]:
        """Return what is added, and of the rest what somebody changed: colleagues may have changed it since the page was drawn."""
        given = dict(self.cleaned_data)
        for name in SETTINGS:
            if name not in self.changed_data:
                given.pop(name)
        given["organizations"] = list(given["organizations"])
        return given


class KnownForm(forms.Form):
    """Who ends an event knows what still stands in it."""

    use_required_attribute = False
    knows = forms.BooleanField(label=_("อ่านรายการที่ยังค้างแล้ว และทราบว่าจะเป็นอย่างไรต่อ"), required=False)
    late_out = forms.BooleanField(
        label=_("ทราบว่าคำขอที่มาหลังเวลาสิ้นสุดจะถูกนำออกจากสถานการณ์ และไปตามขั้นตอนปกติ"), required=False
    )


class EndForm(KnownForm):
    """The event is over."""

    ended_at = ThaiDateTimeField(label=_("สิ้นสุดเมื่อ"), widget=MomentBox)
    reason = lines(_("เหตุผลที่ปิด"), rows=2, longest=1000, required=True)
    field_order = ("ended_at", "reason", "knows", "late_out")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_at"].initial = this_minute


class ConfirmEndForm(KnownForm):
    """A second person confirms that the event is over."""


class LeaveForm(forms.Form):
    """The event goes on although somebody asked for its end."""

    use_required_attribute = False
    reason = lines(_("ทำไมยังไม่สิ้นสุด"), rows=2, longest=1000, required=True)
