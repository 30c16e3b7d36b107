"""Everybody may see that the record is whole (ASVS 16.4.3)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.audit import verify
from portal.audit.models import SealedDay, Stamp
from tests.audit.test_sealing import sealed_days

pytestmark = pytest.mark.django_db


def test_each_day_stands_with_its_root_newest_first(client):
    first, second = sealed_days()
    page = client.get(reverse("trail:days")).content.decode()
    assert page.index(second.root) < page.index(first.root)
    assert "23 พ.ย. 2569" in page


def test_before_the_first_day_it_says_so(client):
    assert "รหัสแรกจะอยู่ที่นี่พรุ่งนี้" in client.get(reverse("trail:days")).content.decode()


def test_the_fingerprints_lead_to_the_root_and_tell_nothing(client):
    (day,) = sealed_days(1)
    response = client.get(reverse("trail:fingerprints", args=["2026-11-23"]))
    text = b"".join(response).decode()
    assert not list(verify.findings(text.splitlines(), day.root))
    assert "K7M2" not in text
    assert "case.read" not in text
    assert "salt" not in text
    assert not response.cookies


def test_the_script_is_the_one_by_which_the_portal_computes(client):
    source = client.get(reverse("trail:script")).content.decode()
    space: dict = {"__name__": "theirs"}
    exec(compile(source, "verify.py", "exec"), space)
    assert space["digest_of"]("a", {"b": 1}) == verify.digest_of("a", {"b": 1})


def test_a_stamp_is_given_out_where_there_is_one(client):
    first, second = sealed_days()
    Stamp.objects.create(day=second, token=b"\x30token")
    assert client.get(reverse("trail:stamp", args=["2026-11-24"])).content == b"\x30token"
    assert client.get(reverse("trail:stamp", args=["2026-11-23"])).status_code == 404
    page = client.get(reverse("trail:days")).content.decode()
    assert page.count("stamp.tsr") == 1


@pytest.mark.parametrize("day", ["2026-11-22", "yesterday", "2026-13-01", "๒๕๖๙"])
def test_a_day_that_is_none_does_not_exist(client, day):
    sealed_days(1)
    for name in ("trail:fingerprints", "trail:stamp"):
        assert client.get(reverse(name, args=[day])).status_code == 404
    assert SealedDay.objects.count() == 1
