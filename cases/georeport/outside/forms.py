"""What a program may send, with the bounds of the form for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from cases.georeport.domain.placing import place_of
from cases.georeport.domain.receiving import Report
from cases.georeport.domain.services import MOO, SUBDISTRICT
from cases.intake.fields import LineField, MailField, StoryField

LONGEST_WORDS = 9_000
"""Of a description; the address of a picture is written below it."""


class ReportForm(forms.Form):
    """Fields of POST /requests; the service was looked up before."""

    description = StoryField(longest=LONGEST_WORDS)
    address_string = LineField(required=False, max_length=400)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    long = forms.FloatField(required=False, min_value=-180, max_value=180)
    first_name = LineField(required=False, max_length=70)
    last_name = LineField(required=False, max_length=70)
    phone = LineField(required=False, max_length=120)
    email = MailField(required=False, max_length=254)
    media_url = forms.URLField(required=False, max_length=500, assume_scheme="https")
    subdistrict = LineField(required=False, max_length=20)
    moo = LineField(required=False, max_length=20)

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__(dict(data))

    @classmethod
    def of_georeport(cls, sent: QueryDict) -> ReportForm:
        """Return the form for the fields as GeoReport names them."""
        attributes = {name: sent.get(f"attribute[{name}]", "") for name in (SUBDISTRICT, MOO)}
        return cls({**sent.dict(), **attributes})

    def clean(self) -> dict[str, Any]:
        """Find the place.

        Raises:
            ValidationError: nothing leads to a subdistrict.
        """
        data = super().clean() or {}
        if self.errors:
            return data
        position = (data["lat"], data["long"]) if None not in (data["lat"], data["long"]) else None
        data["code"] = place_of(
            subdistrict=data["subdistrict"], address=data["address_string"], position=position
        )
        if not data["code"]:
            raise ValidationError(
                "No subdistrict was found. Send attribute[subdistrict] of the service definition, address_string with "
                "subdistrict, district and province, or lat and long within the area of this center."
            )
        return data

    def report(self, service: str, own_reference: str = "") -> Report:
        """Return what was sent.

        Args:
            service: of `services`.
            own_reference: the program's own number of it, judged before.
        """
        data = self.cleaned_data
        mail = self.fields["email"]
        assert isinstance(mail, MailField)
        words = [data["description"], *([f"รูป: {data['media_url']}"] if data["media_url"] else [])]
        spot = [data["address_string"]]
        if None not in (data["lat"], data["long"]):
            spot.append(f"{data['lat']:.5f}, {data['long']:.5f}")
        return Report(
            service=service,
            subdistrict=data["code"],
            words="\n\n".join(words),
            address=" · ".join(filter(None, spot)),
            moo=data["moo"],
            name=" ".join(filter(None, (data["first_name"], data["last_name"]))),
            phone=data["phone"],
            email=data["email"],
            email_words=mail.words(self["email"].data),
            own_reference=own_reference,
        )
