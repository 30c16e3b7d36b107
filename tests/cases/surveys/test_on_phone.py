"""A survey is answered at the door without a signal, and each house once (S1.02; many.md A)."""

from __future__ import annotations

import datetime as dt
import json

import time_machine

from cases.phones.domain import resolving
from cases.phones.domain.judging import NOT_FOUND
from cases.phones.models import Entry
from cases.surveys.domain import keeping
from cases.surveys.models import Household
from tests.cases.desk.conftest import Login
from tests.cases.factories import World
from tests.cases.phones.double import Phone
from tests.cases.surveys.test_surveys import NAME, NOW, OURS, PHONE, make, say

SAID = {
    "subdistrict": OURS,
    "house": "12/4",
    "moo": "๓",
    "name": NAME,
    "phone": PHONE,
    "q1": "yes",
    "q3": "๒",
}
DAY = dt.timedelta(days=1)


def test_questions_go_along_and_no_household_does(world: World, login: Login, db: None):
    with time_machine.travel(NOW, tick=False):
        survey, officer, phone = make(world), world.local.officer, Phone()
        say(world, survey)
        client = login(officer)
        answer = phone.post(client, phone.body()).json()
    shape = answer["forms"][f"survey.answer:{survey.pk}"]
    assert [field["type"] for field in shape["fields"] if field["name"].startswith("q")] == [
        "one",
        "one",
        "number",
        "words",
    ]
    text = json.dumps(answer, ensure_ascii=False)
    assert "บ้านเสียหายหรือไม่" in text and NAME not in text and PHONE not in text


def test_a_house_answers_once_and_what_was_written_in_time_counts(world: World, login: Login, db: None):
    with time_machine.travel(NOW, tick=False) as clock:
        survey, officer, phone = make(world), world.local.officer, Phone()
        person, subject = officer.person.pk, f"survey:{survey.pk}"
        phone.sync(login(officer), officer)
        phone.write(person, "survey.answer", subject, SAID)
        phone.write(person, "survey.answer", subject, SAID | {"house": "12/5", "q1": ""})
        clock.shift(DAY)
        phone.write(person, "survey.answer", subject, SAID | {"name": "อีกคน"})
        keeping.end(actor=officer, survey=survey)
        clock.shift(DAY)
        phone.write(person, "survey.answer", subject, SAID | {"house": "99"})
        for _twice in range(2):
            phone.sync(login(officer), officer, lost=True)
        home = Household.objects.get()
    assert (home.house, home.name, home.answered_at) == ("12/4", NAME, NOW)
    assert [one.outcome for one in Entry.objects.order_by("number")] == ["applied", "aside", "aside", "aside"]
    assert resolving.waiting_for(world.local.supervisor).count() == 3
    assert not resolving.waiting_for(world.other_local.supervisor).exists()


def test_another_organizations_survey_is_not_answered(world: World, login: Login, db: None):
    with time_machine.travel(NOW, tick=False):
        survey, stranger, phone = make(world), world.other_local.officer, Phone()
        phone.sync(login(stranger), stranger)
        assert phone.readable(stranger.person.pk) == []
        for subject in (f"survey:{survey.pk}", "survey:999", "survey:x"):
            phone.write(stranger.person.pk, "survey.answer", subject, SAID)
        phone.sync(login(stranger), stranger)
    assert {one.outcome for one in Entry.objects.all()} == {"aside"} and not Household.objects.exists()
    assert {one["reason"] for one in phone.told} == {str(NOT_FOUND)}, "no question of it is named"
