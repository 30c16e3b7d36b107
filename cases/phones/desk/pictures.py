"""Pictures that were taken without a signal: made small on the phone, sent after all words, in parts, put together here (S1.06).

A part is an entry like any other: sealed, numbered, taken once, kept by the phone until it is safe. What is cut off costs one part.
The last part puts the picture together, because a stream is judged in its order; until then the parts stay sealed as they came.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain import visits
from cases.errors import GuardFailed
from cases.models import Visit
from cases.phones.desk.visits import OfVisit
from cases.phones.domain import content
from cases.phones.domain.kinds import WAITS, ByPhone, Words
from cases.phones.models import Entry
from cases.phones.vocabulary import Outcome
from portal.files.apart import clean_apart
from portal.files.refusals import RefusedFile

NAME = "visit.picture"
MOST_PARTS = 20
"""Of one picture: the phone makes it no larger than seven."""
MOST_WAITING = 200
"""Parts of unfinished pictures of one visit that are looked through for those of one picture."""
LONGEST_PART = 44_000
"""Characters: 32 KB, so that a sealed part is no larger than an entry may be."""
INCOMPLETE = gettext_lazy("รูปไม่ครบหรือเสียระหว่างทาง ขอให้ผู้ถ่ายส่งใหม่")


class PartForm(forms.Form):
    """One part of a picture."""

    picture = forms.UUIDField(widget=forms.HiddenInput)
    part = forms.IntegerField(label=gettext_lazy("ส่วนที่"), min_value=1, max_value=MOST_PARTS)
    of = forms.IntegerField(label=gettext_lazy("จากทั้งหมด"), min_value=1, max_value=MOST_PARTS)
    digest = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    data = forms.CharField(max_length=LONGEST_PART, widget=forms.HiddenInput)

    def clean_data(self) -> bytes:
        """Return the bytes."""
        try:
            return base64.b64decode(self.cleaned_data["data"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise forms.ValidationError(INCOMPLETE) from error


class PictureKind(OfVisit):
    """A picture of a visit, part by part. It only adds."""

    name = NAME
    label = gettext_lazy("รูปจากหน่วย")

    def form(self, found: Visit, data: Any) -> PartForm:
        """Return the form of a part."""
        return PartForm(data)

    def whole(self, fields: Words) -> str:
        """Return the picture of a part."""
        return fields.get("picture", "")

    def do(self, found: Visit, form: Any, by: ByPhone) -> object:
        """Keep a part; with the last one, keep the picture once."""
        given = form.cleaned_data
        if given["part"] < given["of"]:
            return WAITS
        parts, whole = _joined(by.token, found, given)
        try:
            checked = clean_apart(whole, _("รูปจากหน่วย.jpg"))
        except RefusedFile as refused:
            raise GuardFailed(refused.reason) from refused
        if not checked.content_type.startswith("image/"):
            raise GuardFailed(INCOMPLETE)
        visits.add_pictures(visit=found, actor=by.actor, token=given["picture"], photos=(checked,))
        Entry.objects.filter(pk__in=parts).update(sealed=b"")
        return None


def _joined(last: UUID, found: Visit, given: dict[str, Any]) -> tuple[list[UUID], bytes]:
    """Return the entries of the other parts, and the whole picture.

    Args:
        last: the entry that is done now.
        found: the visit.
        given: the form of the last part.

    Raises:
        GuardFailed: a part is missing, or the picture is not what the phone had made.
    """
    entry = Entry.objects.get(pk=last)
    others = Entry.objects.filter(
        stream=entry.stream_id,
        kind=NAME,
        subject=f"visit:{found.case.reference}:{found.number}",
        number__lt=entry.number,
        outcome=Outcome.APPLIED,
    ).exclude(sealed=b"")
    keys: dict[int, UUID] = {}
    data: dict[int, bytes] = {given["of"]: given["data"]}
    # The newest first, a few at a time: the parts of a picture follow each other.
    for other in others.order_by("-number")[:MOST_WAITING].iterator(chunk_size=MOST_PARTS):
        form = PartForm(content.open_entry(other).fields)
        if form.is_valid() and form.cleaned_data["picture"] == given["picture"]:
            part = form.cleaned_data["part"]
            if part not in data:
                keys[part], data[part] = other.pk, form.cleaned_data["data"]
        if len(data) == given["of"]:
            break
    whole = b"".join(data.get(number, b"") for number in range(1, given["of"] + 1))
    if len(data) != given["of"] or hashlib.sha256(whole).hexdigest() != given["digest"]:
        raise GuardFailed(INCOMPLETE)
    return list(keys.values()), whole


PICTURE = PictureKind()
