"""Sending: complete or not at all, and never twice (reliability.md R03, R04, R06, R28, I0)."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from cases.domain import identity
from cases.intake import composing, confirmation
from cases.intake.confirmation import SHOWN_FOR
from cases.intake.draft import KEY, Draft
from cases.intake.views import sending
from cases.models import Case
from cases.vocabulary import Confidentiality, Consent, ContactWay, Relation, Severity
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.cases.factories import SUBDISTRICT, World
from tests.cases.intake.conftest import (
    ABROAD,
    ANSWERS,
    LANGUAGE,
    MAIL,
    ME,
    NAME,
    OTHER,
    PHONE,
    STORY,
    Walker,
    address,
    codes_of,
    errors_of,
    text_of,
)


def send_all(walker: Walker, **answers: dict[str, Any]) -> tuple[str, str]:
    """Walk through, send, and return reference and secret from the confirmation."""
    walker.fill(**answers)
    response = walker.send()
    assert response.status_code == 302, errors_of(response)
    return codes_of(walker.sent())


# --- what is kept ---------------------------------------------------------------------------------------------------


def test_what_was_answered_is_what_the_office_gets(walker: Walker, district: World) -> None:
    reference, _secret = send_all(
        walker, place={**ANSWERS["place"], "local": str(district.local.organization.pk)}
    )
    case = Case.objects.get(reference=reference)
    assert case.narrative == STORY
    assert case.problem == ProblemType.DISASTER
    assert (case.province_code, case.district_code, case.subdistrict_code) == ("81", "8101", SUBDISTRICT)
    assert case.proposed_organization == district.local.organization
    assert not case.avoid_local
    assert (case.moo, case.place_detail) == ("4", "12/3 หลังวัด")
    assert case.consent == Consent.GIVEN
    assert case.language == "th"
    reporter = case.reporter
    assert (reporter.name, reporter.phone, reporter.email) == (NAME, PHONE, MAIL)
    assert reporter.relation == Relation.SELF
    assert reporter.contact_way == ContactWay.PHONE
    assert reporter.contact_time == "เช้า 8.00–12.00 น."
    assert (reporter.may_email, reporter.may_identify, reporter.may_leave_message) == (True, False, False)
    person = case.affected_people.get()
    assert (person.is_reporter, person.name, person.sex) == (True, NAME, "female")
    assert person.age_band == "20_59"


def test_a_report_for_somebody_else_keeps_both_people_apart(walker: Walker) -> None:
    reference, _secret = send_all(
        walker,
        problem={"problem": "violence"},
        whom={
            **OTHER,
            "knows": "cannot",
            "may_tell": "on",
            "age": "9",
            "affected_name": "น้องหนู",
            "needs": ["disability"],
            **LANGUAGE,
        },
        place={**ANSWERS["place"], "avoid_local": "on"},
    )
    case = Case.objects.get(reference=reference)
    person = case.affected_people.get()
    assert (person.name, person.is_reporter, person.has_disability, person.phone) == (
        "น้องหนู",
        False,
        True,
        "",
    )
    assert (person.nationality, person.interpreter_language) == ("เมียนมา", "พม่า")
    assert case.reporter.relation == Relation.NEIGHBOR
    assert case.reporter.may_tell_affected
    assert case.consent == Consent.BEST_INTEREST
    assert case.avoid_local
    assert case.confidentiality == Confidentiality.RESTRICTED


@pytest.mark.parametrize(
    ("knows", "age", "consent"),
    [
        ("agrees", "9", Consent.GIVEN),
        ("refuses", "40", Consent.REFUSED),
        ("unaware", "40", Consent.NOT_ASKED),
        ("unsure", "9", Consent.NOT_ASKED),
        ("cannot", "17", Consent.BEST_INTEREST),
        ("cannot", "18", Consent.NOT_ASKED),
        ("cannot", "", Consent.NOT_ASKED),
    ],
)
def test_consent_is_what_the_reporter_knows_and_no_more(
    walker: Walker, knows: str, age: str, consent: Consent
) -> None:
    walker.fill(whom={**OTHER, "knows": knows, "age": age})
    draft = Draft.from_session(walker.client.session[KEY])
    assert composing.build(draft, draft.journey()).consent == consent


def test_danger_makes_an_emergency(walker: Walker) -> None:
    reference, _secret = send_all(walker, whom={**ME, "danger": "yes"})
    case = Case.objects.get(reference=reference)
    assert case.danger_now
    assert case.severity == Severity.EMERGENCY


def test_a_thai_abroad_is_helped_through_the_home_province(walker: Walker) -> None:
    reference, _secret = send_all(walker, place=ABROAD)
    case = Case.objects.get(reference=reference)
    assert case.country == "โตเกียว, ญี่ปุ่น"
    assert (case.province_code, case.district_code, case.subdistrict_code) == ("81", "", "")


def test_words_for_officers_are_thai_although_the_citizen_reads_english(
    district: World, client: Client
) -> None:
    walker = Walker(client, prefix="/en")
    reference, _secret = send_all(walker, whom={**ME, **LANGUAGE})
    case = Case.objects.get(reference=reference)
    assert case.language == "en"
    assert case.reporter.contact_time == "เช้า 8.00–12.00 น."
    assert case.affected_people.get().interpreter_language == "พม่า"


def test_a_place_in_words_goes_through_to_the_case(walker: Walker) -> None:
    words = "บ้านเหนือ จ.ระนอง"
    reference, _secret = send_all(
        walker, place={"subdistrict": "elsewhere", "elsewhere": words, "asked": "on", "spot": "หลังวัด"}
    )
    case = Case.objects.get(reference=reference)
    assert (case.province_code, case.district_code, case.subdistrict_code) == ("85", "", "")
    assert case.place_detail == f"หลังวัด {words}"


def test_of_a_place_in_words_no_local_administration_of_its_province_learns(
    walker: Walker, district: World
) -> None:
    """Whoever asked that their own does not know cannot be asked which one it is (privacy 16)."""
    place = {"subdistrict": "elsewhere", "elsewhere": "บ้านเหนือ จ.กระบี่", "asked": "on", "avoid_local": "on"}
    reference, _secret = send_all(walker, place=place)
    case = Case.objects.get(reference=reference)
    assert case.subdistrict_code == ""
    assert set(case.excluded) >= {district.local.organization.pk, district.other_local.organization.pk}
    assert district.center.organization.pk not in case.excluded


def test_a_crisis_goes_to_its_lead_agency_at_once(walker: Walker, district: World) -> None:
    reference, _secret = send_all(walker, problem={"problem": "violence"})
    assert Case.objects.get(reference=reference).referrals.get().target == district.lead.organization


def test_answers_that_were_taken_back_are_not_sent(walker: Walker) -> None:
    walker.fill(whom={**OTHER, "affected_name": "ป้าคะนารี"})
    walker.post("whom", **{**OTHER, "affected_name": "ป้าคะนารี", "whom": "me"})
    walker.send()
    case = Case.objects.get()
    assert case.reporter.relation == Relation.SELF
    assert case.affected_people.get().name == NAME


# --- the check page -------------------------------------------------------------------------------------------------


def test_the_check_page_shows_every_answer_and_says_that_nothing_is_sent_yet(walker: Walker) -> None:
    walker.fill()
    response = walker.client.get(address("check"))
    words = text_of(response)
    assert "คำขอยังไม่ได้ส่ง" in words
    for answer in ("สาธารณภัย", "ตัวฉันเอง", "44 ปี", "กระบี่", STORY, NAME, PHONE, MAIL, "หลังวัด"):
        assert answer in words, answer
    assert "ไม่ได้ระบุ" in words
    assert Case.objects.count() == 0


def test_every_page_can_be_changed_from_the_check_page(walker: Walker) -> None:
    walker.fill()
    page = walker.client.get(address("check")).content.decode()
    for slug in walker.visited:
        assert f'href="{walker.url(slug)}"' in page, slug


def test_an_incomplete_draft_is_not_sent(walker: Walker) -> None:
    walker.fill(until="contact")
    assert walker.send()["Location"] == walker.url("contact")
    assert Case.objects.count() == 0


# --- once and only once ---------------------------------------------------------------------------------------------


def test_a_double_click_makes_one_request(walker: Walker) -> None:
    walker.fill()
    token = walker.token
    first, second = walker.send(), walker.client.post(address("check"), {"token": token})
    assert first["Location"] == second["Location"] == address("sent")
    assert Case.objects.count() == 1


def test_a_reload_of_the_confirmation_shows_the_same_codes(walker: Walker) -> None:
    codes = send_all(walker)
    assert codes_of(walker.sent()) == codes
    assert Case.objects.count() == 1


def test_two_copies_that_arrive_at_the_same_moment_make_one_request(walker: Walker) -> None:
    walker.fill()
    draft = Draft.from_session(walker.client.session[KEY])
    first = composing.send(draft, draft.journey())
    second = composing.send(draft, draft.journey())
    assert first.case == second.case
    assert first.secret == second.secret
    assert Case.objects.count() == 1


def test_an_answer_that_was_lost_on_its_way_comes_again_with_the_same_codes(walker: Walker) -> None:
    """The server kept the request and died before the session knew: the draft is still there (R01)."""
    walker.fill()
    before = dict(walker.client.session[KEY])
    walker.send()
    codes = codes_of(walker.sent())
    session = walker.client.session
    session[KEY] = before
    del session["request_sent"]
    session.save()
    assert walker.send()["Location"] == address("sent")
    assert codes_of(walker.sent()) == codes
    assert Case.objects.count() == 1


def test_the_check_page_finds_a_request_that_was_kept_although_nobody_was_told(walker: Walker) -> None:
    walker.fill()
    draft = Draft.from_session(walker.client.session[KEY])
    case = composing.send(draft, draft.journey()).case
    response = walker.client.get(address("check"))
    assert response["Location"] == address("sent")
    assert codes_of(walker.sent())[0] == case.reference


def test_after_sending_the_back_button_shows_what_was_sent(walker: Walker) -> None:
    reference, _secret = send_all(walker)
    for slug in ("story", "contact"):
        assert walker.get(slug)["Location"] == address("sent")
    assert walker.client.get(address("check"))["Location"] == address("sent")
    assert reference in text_of(walker.sent())


def test_an_old_page_that_is_posted_after_sending_changes_nothing(walker: Walker) -> None:
    walker.fill()
    token = walker.token
    walker.send()
    for slug in ("problem", "story"):
        response = walker.client.post(walker.url(slug), {"token": token, **ANSWERS[slug]})
        assert response["Location"] == address("sent")
    assert KEY not in walker.client.session
    assert Case.objects.count() == 1


def test_a_second_request_is_a_new_one(walker: Walker) -> None:
    first = send_all(walker)
    second = send_all(walker)
    assert first != second
    assert Case.objects.count() == 2


def test_another_token_in_the_form_sends_nothing(walker: Walker) -> None:
    walker.fill()
    response = walker.client.post(address("check"), {"token": str(uuid.uuid4())})
    assert response["Location"] == address("check")
    assert Case.objects.count() == 0


def test_a_token_alone_sends_nothing_and_shows_no_codes(walker: Walker, client: Client) -> None:
    walker.fill()
    token = walker.token
    walker.send()
    stranger = Client()
    response = stranger.post(address("check"), {"token": token})
    assert "ไม่มีคำตอบที่เก็บไว้" in text_of(response)
    assert identity.secret_for(uuid.UUID(token)) not in response.content.decode()


# --- the secret -----------------------------------------------------------------------------------------------------


def test_the_secret_is_shown_for_half_an_hour_to_the_same_visitor_only(walker: Walker) -> None:
    reference, secret = send_all(walker)
    assert "ยังไม่มีคำขอที่เพิ่งส่ง" in text_of(Client().get(address("sent")))
    with time_machine.travel(timezone.now() + SHOWN_FOR - dt.timedelta(minutes=1)):
        assert secret in text_of(walker.sent())
    with time_machine.travel(timezone.now() + SHOWN_FOR + dt.timedelta(minutes=1)):
        words = text_of(walker.sent())
        assert secret not in words
        assert reference in words
        assert walker.client.get(address("receipt"))["Location"] == address("sent")


def test_the_secret_stands_nowhere_in_the_database(walker: Walker) -> None:
    _reference, secret = send_all(walker)
    session = SessionStore(walker.client.session.session_key)
    kept = f"{session.load()} {Case.objects.values().get()} {list(OutboxMessage.objects.values())}"
    for spelling in (secret, secret.replace("-", ""), secret.lower()):
        assert spelling not in kept


def test_a_secret_that_was_replaced_is_not_shown_again(walker: Walker) -> None:
    walker.fill()
    draft = Draft.from_session(walker.client.session[KEY])
    case = composing.send(draft, draft.journey()).case
    Case.objects.filter(pk=case.pk).update(secret_hash=identity.hash_secret("AAAA-BBBB-CCCC-DDDD"))
    walker.send()
    words = text_of(walker.sent())
    assert "แสดงรหัสติดตามไปแล้ว" in words
    assert identity.secret_for(draft.token) not in words


def test_a_request_sent_just_before_an_upgrade_shows_the_secret_that_it_was_given(walker: Walker) -> None:
    """Issue 12, 1: for half an hour the session of an older release knows a secret with letters."""
    walker.fill()
    draft = Draft.from_session(walker.client.session[KEY])
    case = composing.send(draft, draft.journey()).case
    old = identity.lettered_secret_for(draft.token)
    Case.objects.filter(pk=case.pk).update(secret_hash=identity.hash_secret(old))
    walker.send()
    assert codes_of(walker.sent()) == (case.reference, old)
    session = walker.client.session
    del session[confirmation.KEY]["in_digits"]
    session.save()
    assert codes_of(walker.sent()) == (case.reference, old)


def test_closing_the_confirmation_leaves_nothing_for_the_next_person(walker: Walker) -> None:
    reference, secret = send_all(walker)
    walker.client.post(address("discard"))
    words = text_of(walker.sent())
    assert reference not in words
    assert secret not in words


def test_the_receipt_carries_both_codes_and_not_the_matter(walker: Walker) -> None:
    with mock.patch.object(sending, "receipt_pdf", return_value=b"%PDF-1.7") as draw:
        reference, secret = send_all(walker, problem={"problem": "violence"})
        response = walker.client.get(address("receipt"))
    receipt = draw.call_args.args[0]
    assert (receipt.reference, receipt.secret) == (reference, secret)
    assert "violence" not in str(receipt)
    assert "ความรุนแรง" not in str(receipt)
    assert receipt.track_url.endswith("/track/")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="receipt.pdf"'
    assert "no-store" in response["Cache-Control"]


def test_the_receipt_is_a_real_pdf(walker: Walker) -> None:
    send_all(walker)
    response = walker.client.get(address("receipt"))
    assert response.content.startswith(b"%PDF-")


def test_what_happens_next_names_a_time(walker: Walker) -> None:
    walker.fill()
    walker.send()
    assert re.search(r"ภายใน \d{1,2} \S+ 25\d\d เวลา\s\d\d\.\d\d", text_of(walker.sent()))


def test_victims_of_violence_hear_of_the_three_months(walker: Walker) -> None:
    send_all(walker, problem={"problem": "violence"})
    assert "3 เดือน" in text_of(walker.sent())


def test_what_was_chosen_of_who_may_know_is_promised_on_the_confirmation(
    walker: Walker, district: World
) -> None:
    """Issue 12, 1; privacy 16: the administration by its name, or that it will not hear of it."""
    body = district.local.organization
    send_all(walker, place={**ANSWERS["place"], "local": str(body.pk)})
    assert body.display_name in text_of(walker.sent())


def test_that_the_local_administration_will_not_know_is_promised(walker: Walker) -> None:
    """Privacy 16."""
    send_all(walker, place={**ANSWERS["place"], "avoid_local": "on"})
    assert "เราจะไม่ส่งเรื่องนี้ให้หน่วยงานท้องถิ่นในพื้นที่ของคุณ" in text_of(walker.sent())


def test_the_confirmation_of_a_careful_request_names_no_administration(
    walker: Walker, district: World
) -> None:
    """It may be seen by somebody: what was chosen is kept, and not shown."""
    careful = {"problem": {"problem": "violence"}, "place": {**ANSWERS["place"], "avoid_local": "on"}}
    send_all(walker, **careful)
    told = text_of(walker.sent())
    assert "เราจะไม่ส่งเรื่องนี้ให้หน่วยงานท้องถิ่นในพื้นที่ของคุณ" in told
    assert district.local.organization.display_name not in told
