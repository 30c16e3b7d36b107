"""What a citizen does by their secret: each act arrives once, stays visible, and somebody has to read it (cases.md)."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoDbBlocker

from cases.domain import asking, assistance, by_secret, closure, referral, working
from cases.domain.identity import hash_secret, secret_for
from cases.domain.queries import conversation as conversations
from cases.domain.queries.names import brief
from cases.domain.queries.tracking import progress_of
from cases.intake.views import by_secret as view
from cases.intake.views.status_page import KEY, SHOWN_FOR, WORDS_KEY
from cases.machine.vocabulary import DutyKind, Stage, Verb
from cases.models import Case, Reporter
from cases.vocabulary import AssistanceKind, ClosureReason, Consent, ContactWay, Outcome, Rating, Visibility
from portal.actors import Citizen
from portal.organizations.models import Organization
from portal.outbox.models import OutboxMessage
from tests.cases import factories
from tests.cases.factories import CANARIES, CANARY_EMAIL, CANARY_PHONE, CaseFactory, World
from tests.cases.intake.conftest import address, errors_of, served_district, text_of
from tests.helpers import count_queries
from tests.lasting import Lasting, lasting

GPS = {0: b"\x02\x03\x00\x00", 1: "N", 2: (8.0, 3.0, 0.0), 3: "E", 4: (98.0, 55.0, 0.0)}
WORDS = "ตอนนี้หลังคารั่วมากขึ้นแล้ว-5512"
NEW_PHONE = "089-111-2233"
SENT = {
    "message": {"words": WORDS},
    "add_files": {},
    "change_contact": {"phone": NEW_PHONE},
    "withdraw": {"words": WORDS, "sure": "on"},
    "stay": {"words": WORDS},
    "refuse_consent": {"words": WORDS, "sure": "on"},
    "object": {"words": WORDS},
    "answer": {"words": WORDS},
    "rate": {"rating": Rating.GOOD.value},
    "reopen": {"words": WORDS},
}
"""Address of each act → what is sent to it."""
READ_AFTERWARDS = ["message", "add_files", "change_contact", "withdraw", "object", "answer"]


@dataclass
class Scene:
    """The district; a general case wherever one can stand when a citizen acts; a restricted case that is worked on."""

    world: World
    working: Case
    closing: Case
    closed: Case
    crisis: Case


def made() -> Scene:
    world = served_district()
    return Scene(
        world,
        working=factories.working_case(world),
        closing=factories.closing_case(world),
        closed=factories.closed_case(world),
        crisis=factories.working_crisis_case(world),
    )


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Lasting[Scene]]:
    with lasting(django_db_blocker, made) as kept:
        yield kept


@pytest.fixture
def scene(db: None, once: Lasting[Scene]) -> Scene:
    return once.fresh()


def opened(client: Client, case: Case) -> HttpResponse:
    """Let this browser have given both codes; return the page."""
    case.refresh_from_db()
    session = client.session
    session[KEY] = {
        "reference": case.reference,
        "secret_hash": case.secret_hash,
        "at": timezone.now().isoformat(),
    }
    session.save()
    return client.get(address("status"))


def give_codes(client: Client, case: Case) -> HttpResponse:
    """Give both codes at the form; return the page."""
    secret = secret_for(uuid.uuid4())
    Case.objects.filter(pk=case.pk).update(secret_hash=hash_secret(secret))
    sent = client.post(address("track"), {"reference": case.reference, "secret": secret})
    assert sent["Location"] == address("status")
    return client.get(address("status"))


def photo(name: str = "บ้าน.jpg") -> SimpleUploadedFile:
    exif = Image.Exif()
    exif[0x8825] = GPS
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def send(client: Client, name: str, **values: Any) -> HttpResponse:
    sent = {**SENT[name], **values}
    if name == "add_files" and "files" not in sent:
        sent["files"] = [photo()]
    return client.post(address(name), sent)


def case_for(name: str, scene: Scene) -> Case:
    """A general case on which this act can be done."""
    if name in {"rate", "reopen"}:
        return scene.closed
    if name == "object":
        return scene.closing
    case = scene.working
    if name == "stay":
        asking.withdraw(case=case, actor=Citizen(case.reference))
    if name == "answer":
        asking.ask_reporter(case=case, actor=scene.world.local.officer, question="รั่วกี่จุด")
    return case


def last_event(case: Case) -> Any:
    return case.events.order_by("sequence").last()


def must_be_read(case: Case) -> bool:
    return case.duties.running().filter(kind=DutyKind.READ).exists()


# --- every act ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SENT)
def test_an_act_is_done_and_confirmed_on_the_page(client: Client, scene: Scene, name: str) -> None:
    case = case_for(name, scene)
    opened(client, case)
    before = case.events.count()
    assert send(client, name)["Location"] == address("status")
    assert case.events.count() == before + 1
    assert last_event(case).actor_kind == Citizen.kind
    page = client.get(address("status"))
    assert 'class="notice notice--ok" role="status"' in page.content.decode()
    assert 'notice--ok" role' not in client.get(address("status")).content.decode(), "said once"


@pytest.mark.parametrize("name", READ_AFTERWARDS)
def test_somebody_at_the_holder_has_to_read_it(client: Client, scene: Scene, name: str) -> None:
    case = case_for(name, scene)
    OutboxMessage.objects.all().delete()
    assert not must_be_read(case)
    opened(client, case)
    send(client, name)
    duty = case.duties.running().get(kind=DutyKind.READ)
    assert duty.organization == scene.world.local.organization
    assert "จะมีเจ้าหน้าที่อ่าน" in text_of(client.get(address("status"))) or name == "object"


@pytest.mark.parametrize("name", SENT)
def test_the_same_form_sent_twice_is_one_act(client: Client, scene: Scene, name: str) -> None:
    case = case_for(name, scene)
    opened(client, case)
    token = str(uuid.uuid4())
    assert send(client, name, token=token)["Location"] == address("status")
    count, files = case.events.count(), case.files.count()
    assert send(client, name, token=token)["Location"] == address("status"), "no error for a double click"
    assert (case.events.count(), case.files.count()) == (count, files)


def test_two_different_messages_are_two(client: Client, scene: Scene) -> None:
    case = scene.working
    opened(client, case)
    for _number in range(2):
        send(client, "message", token=str(uuid.uuid4()))
    assert case.events.filter(verb=Verb.MESSAGE).count() == 2


def test_one_token_serves_each_form_of_the_page(client: Client, scene: Scene) -> None:
    case = scene.working
    opened(client, case)
    token = str(uuid.uuid4())
    send(client, "message", token=token)
    send(client, "change_contact", token=token)
    assert case.events.filter(verb=Verb.CHANGE_CONTACT).exists()


@pytest.mark.parametrize("name", SENT)
def test_nothing_is_done_without_the_codes(client: Client, scene: Scene, name: str) -> None:
    case = case_for(name, scene)
    before = case.events.count()
    assert send(client, name)["Location"] == address("track")
    assert client.get(address(name)).status_code == 405
    assert case.events.count() == before


@pytest.mark.parametrize("name", SENT)
def test_a_session_acts_on_its_own_case_only(client: Client, scene: Scene, name: str) -> None:
    case, other = case_for(name, scene), CaseFactory()
    before = case.events.count()
    opened(client, other)
    send(client, name, reference=case.reference)
    assert case.events.count() == before


@pytest.mark.parametrize("name", ["message", "withdraw", "object", "answer", "reopen"])
def test_words_that_are_too_long_come_back(client: Client, scene: Scene, name: str) -> None:
    case = case_for(name, scene)
    opened(client, case)
    before = case.events.count()
    response = send(client, name, words="ย" * 2001)
    assert "ยาวเกินไป" in errors_of(response)
    assert "ย" * 2001 in response.content.decode()
    assert case.events.count() == before


@pytest.mark.parametrize("name", ["message", "withdraw", "object", "answer", "reopen", "change_contact"])
def test_what_was_typed_comes_back_when_the_page_was_open_too_long(
    client: Client, scene: Scene, name: str
) -> None:
    case = case_for(name, scene)
    opened(client, case)
    with time_machine.travel(timezone.now() + SHOWN_FOR + timedelta(seconds=1)):
        assert send(client, name)["Location"] == address("track")
        assert "ยังไม่ได้ส่ง" in text_of(client.get(address("track")))
        page = opened(client, case).content.decode()
    assert (NEW_PHONE if name == "change_contact" else WORDS) in page
    assert not case.events.filter(verb__in=[Verb.MESSAGE, Verb.CHANGE_CONTACT]).exists()


@pytest.mark.parametrize("name", ["message", "change_contact"])
def test_nobody_reads_what_somebody_else_typed_on_the_same_phone(
    client: Client, scene: Scene, name: str
) -> None:
    """A shelter's phone: the first one's page was open too long, and the next one gives two codes of another request."""
    mine, theirs = case_for(name, scene), scene.closed
    give_codes(client, mine)
    with time_machine.travel(timezone.now() + SHOWN_FOR + timedelta(seconds=1)):
        assert send(client, name)["Location"] == address("track")
        page = give_codes(client, theirs).content.decode()
        assert NEW_PHONE not in page and WORDS not in page
        page = give_codes(client, mine).content.decode()
    assert NEW_PHONE not in page and WORDS not in page, "it does not wait for whoever comes third either"


def test_words_of_a_session_that_has_ended_wait_for_ten_minutes(client: Client, scene: Scene) -> None:
    """Nobody knows any more whose they are: they come back to whoever gives two codes now, and not an hour later."""
    case, now = scene.working, timezone.now()
    for later, is_there in ((timedelta(minutes=9), True), (timedelta(hours=1), False)):
        client.cookies.clear()
        with time_machine.travel(now, tick=False):
            assert send(client, "message")["Location"] == address("track")
        with time_machine.travel(now + later, tick=False):
            assert (WORDS in give_codes(client, case).content.decode()) == is_there


def test_words_that_were_kept_before_an_upgrade_come_back(client: Client, scene: Scene) -> None:
    """What lies in a session then says neither when it was typed nor of which request."""
    send(client, "message")
    session = client.session
    session[WORDS_KEY] = {name: session[WORDS_KEY][name] for name in ("act", "values")}
    session.save()
    assert WORDS in give_codes(client, scene.working).content.decode()


def test_words_for_a_box_that_is_gone_can_be_copied(client: Client, scene: Scene) -> None:
    case = scene.working
    opened(client, case)
    with time_machine.travel(timezone.now() + SHOWN_FOR + timedelta(seconds=1)):
        send(client, "object")
        page = text_of(opened(client, case))
    assert "คัดลอกไปใช้ต่อได้" in page
    assert WORDS in page


@pytest.mark.parametrize("name", ["message", "change_contact", "withdraw", "add_files", "object"])
def test_a_closed_case_takes_nothing_but_reopening(client: Client, scene: Scene, name: str) -> None:
    case = scene.closed
    page = opened(client, case).content.decode()
    assert f'action="{address(name)}"' not in page
    before = case.events.count()
    assert errors_of(send(client, name))
    assert (case.events.count(), case.files.count()) == (before, 0)


def test_too_many_at_once_are_slowed_and_keep_their_words(client: Client, scene: Scene) -> None:
    case = scene.working
    opened(client, case)
    with mock.patch.object(view, "ACTS_PER_CASE", 1):
        assert send(client, "message").status_code == 302
        response = send(client, "message", words="อีกข้อความหนึ่ง")
    assert response.status_code == 429
    assert response["Retry-After"]
    assert "อีกข้อความหนึ่ง" in response.content.decode()


@pytest.mark.parametrize("name", SENT)
def test_an_answer_is_never_stored_by_anybody(client: Client, scene: Scene, name: str) -> None:
    opened(client, case_for(name, scene))
    response = send(client, name)
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"


# --- the conversation -----------------------------------------------------------------------------------------------


def test_what_both_sides_wrote_stays_visible(client: Client, scene: Scene) -> None:
    case = scene.working
    opened(client, case)
    send(client, "message")
    working.add_note(
        case=case, actor=scene.world.local.officer, text="พรุ่งนี้เช้าเราไปดูบ้านค่ะ", readers=Visibility.PUBLIC
    )
    words = text_of(client.get(address("status")))
    assert words.index(WORDS) < words.index("พรุ่งนี้เช้าเราไปดูบ้านค่ะ")
    assert "อบต.หนึ่ง" in words
    assert scene.world.local.officer.person.display_name not in words


@pytest.mark.parametrize("readers", [Visibility.INTERNAL, Visibility.SHARED])
def test_notes_for_others_are_never_shown(client: Client, scene: Scene, readers: Visibility) -> None:
    case = scene.working
    working.add_note(case=case, actor=scene.world.local.officer, text="เฉพาะในสำนักงาน-8812", readers=readers)
    assert "เฉพาะในสำนักงาน" not in opened(client, case).content.decode()


def test_an_answer_and_its_question_are_both_in_the_conversation(client: Client, scene: Scene) -> None:
    case = case_for("answer", scene)
    opened(client, case)
    send(client, "answer")
    words = text_of(client.get(address("status")))
    assert "รั่วกี่จุด" in words
    assert WORDS in words


def test_only_the_newest_messages_are_shown(client: Client, scene: Scene) -> None:
    case = scene.working
    for number in range(4):
        asking.send_message(case=case, actor=Citizen(case.reference), text=f"ข้อความที่ {number}")
    with mock.patch.object(conversations, "MOST_MESSAGES", 2):
        words = text_of(opened(client, case))
    assert "ข้อความที่ 3" in words
    assert "ข้อความที่ 1" not in words
    assert "แสดงเฉพาะข้อความล่าสุด" in words


def test_the_page_costs_the_same_after_a_hundred_messages(client: Client, scene: Scene) -> None:
    case = scene.working
    citizen = Citizen(case.reference)
    asking.send_message(case=case, actor=citizen, text="หนึ่ง")
    # Who was helped once is not told any more how long it usually takes.
    assistance.record_help(case=case, actor=scene.world.local.officer, given=factories.help_given())
    opened(client, case)
    before = count_queries(lambda: client.get(address("status")))
    for number in range(25):
        asking.send_message(case=case, actor=citizen, text=f"ข้อความที่ {number}")
    assistance.record_help(case=case, actor=scene.world.local.officer, given=factories.help_given())
    assert count_queries(lambda: client.get(address("status"))) == before


# --- what is told ---------------------------------------------------------------------------------------------------


def test_the_page_says_what_was_given_and_by_whom_but_no_amount(client: Client, scene: Scene) -> None:
    case = factories.followed_case(scene.world, kind=AssistanceKind.IN_KIND, description="ข้าวสารของคุณป้าสมศรี")
    words = text_of(opened(client, case))
    assert f"สิ่งของหรือถุงยังชีพ โดย {brief(scene.world.local.organization)}" in words
    for hidden in ("2,000", "2000", "สมศรี"):
        assert hidden not in words


def test_the_page_says_what_happens_next_by_whom_and_by_when(client: Client, scene: Scene) -> None:
    case = scene.working
    words = text_of(opened(client, case))
    name = re.escape(brief(scene.world.local.organization))
    assert re.search(rf"{name} จะลงมือช่วยเหลือ ภายใน \d", words)


def test_what_is_late_is_said_to_be_late(client: Client, scene: Scene) -> None:
    case = scene.working
    with time_machine.travel(timezone.now() + timedelta(days=200)):
        assert "ล่าช้า โทรถามได้" in text_of(opened(client, case))


def test_a_closed_general_case_tells_outcome_reason_and_how_to_object(client: Client, scene: Scene) -> None:
    words = text_of(opened(client, scene.closed))
    for told in ("คุณได้รับความช่วยเหลือแล้ว", "ผล: ได้รับความช่วยเหลือครบ", "ถ้าไม่เห็นด้วย", "เปิดเรื่องอีกครั้งในหน้านี้ได้ถึง"):
        assert told in words


@pytest.mark.parametrize("reason", ClosureReason)
def test_every_reason_has_plain_words(client: Client, scene: Scene, reason: ClosureReason) -> None:
    case = scene.closed
    Case.objects.filter(pk=case.pk).update(closure_reason=reason, outcome=Outcome.UNFOUNDED)
    words = text_of(opened(client, case))
    assert "เรื่องจบอย่างไร" in words
    assert "ข้อมูลเท็จ" not in words


# --- a restricted case ----------------------------------------------------------------------------------------------


def test_a_restricted_case_takes_a_message_and_shows_none_of_its_words(client: Client, scene: Scene) -> None:
    case = scene.crisis
    opened(client, case)
    assert send(client, "message")["Location"] == address("status")
    assert must_be_read(case)
    response = client.get(address("status"))
    words = text_of(response)
    assert "ส่งถึงเจ้าหน้าที่แล้ว" in words
    for hidden in (WORDS, scene.world.lead.organization.name_th, *CANARIES):
        assert hidden not in response.content.decode()


def test_the_office_of_a_restricted_case_is_not_named_beside_its_words(client: Client, scene: Scene) -> None:
    case = scene.crisis
    asking.ask_reporter(case=case, actor=scene.world.lead.officer, question="โทรได้เวลาใด")
    words = text_of(opened(client, case))
    assert "โทรได้เวลาใด" in words
    assert scene.world.lead.organization.display_name not in words


def test_a_closed_restricted_case_says_closed_and_nothing_else(client: Client, scene: Scene) -> None:
    case = factories.closed_case(
        scene.world,
        by=scene.world.lead,
        case=factories.closing_case(
            scene.world,
            by=scene.world.lead,
            case=factories.followed_case(scene.world, by=scene.world.lead, case=scene.crisis),
        ),
    )
    words = text_of(opened(client, case))
    assert "เรื่องจบอย่างไร" not in words
    assert "ช่วยอะไรไปแล้วบ้าง" not in words


@pytest.mark.parametrize("name", ["message", "add_files", "change_contact", "withdraw"])
def test_every_act_works_on_a_restricted_case(client: Client, scene: Scene, name: str) -> None:
    case = scene.crisis
    opened(client, case)
    assert send(client, name)["Location"] == address("status")
    assert must_be_read(case)
    case.refresh_from_db()
    assert case.stage == Stage.WORKING, "a crisis is never closed by it"


def test_the_page_of_a_restricted_case_does_not_tell_what_was_done(client: Client, scene: Scene) -> None:
    """Whoever looks over a shoulder does not learn that a number was changed or help was refused."""
    case = scene.crisis
    opened(client, case)
    for name in ("change_contact", "withdraw"):
        send(client, name)
        said = re.findall(
            r'notice--ok" role="status">.*?</div>', client.get(address("status")).content.decode(), re.DOTALL
        )
        assert "ส่งถึงเจ้าหน้าที่แล้ว" in said[0]
    page = client.get(address("status")).content.decode()
    talk = page[page.index('<ul class="talk">') :].partition("</ul>")[0]
    assert talk.count("ส่งถึงเจ้าหน้าที่แล้ว") == 2
    for hidden in ("เปลี่ยนวิธีติดต่อ", "ไม่ต้องการ"):
        assert hidden not in talk


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_file_arrives_without_the_place_where_it_was_taken(client: Client, scene: Scene) -> None:
    case = scene.working
    opened(client, case)
    send(client, "add_files", files=[photo(), photo("สอง.jpg")])
    kept = list(case.files.all())
    assert [file.uploaded_by for file in kept] == [None, None]
    for file in kept:
        with file.file.open("rb") as content:
            assert not Image.open(content).getexif().get_ifd(0x8825)
    assert "ส่ง 2 ไฟล์" in text_of(client.get(address("status")))
    assert sorted(last_event(case).changes["files"]) == sorted(file.pk for file in kept)


def test_a_bad_file_is_refused_by_name_and_a_good_one_kept(client: Client, scene: Scene) -> None:
    case = scene.working
    opened(client, case)
    bad = SimpleUploadedFile("help.jpg", b"MZ\x90\x00" + b"\x00" * 300, content_type="image/jpeg")
    response = send(client, "add_files", files=[bad, photo()])
    assert "help.jpg" in errors_of(response) or "help" in errors_of(response)
    assert case.files.count() == 1


def test_no_file_at_all_is_said(client: Client, scene: Scene) -> None:
    case = scene.working
    opened(client, case)
    assert "เลือกไฟล์ก่อนกดส่ง" in errors_of(client.post(address("add_files"), {}))
    assert case.files.count() == 0


def test_a_case_is_not_filled_up_with_files(client: Client, scene: Scene) -> None:
    case = scene.working
    opened(client, case)
    with mock.patch.object(by_secret, "MOST_FILES", 1):
        send(client, "add_files")
        assert "ครบ 1 ไฟล์" in errors_of(send(client, "add_files"))
    assert case.files.count() == 1


def test_a_full_disk_keeps_nothing_and_says_so(client: Client, scene: Scene) -> None:
    case = scene.working
    opened(client, case)
    before = case.events.count()
    with mock.patch.object(by_secret, "add_file", side_effect=OSError):
        assert "เก็บไฟล์ไม่ได้" in errors_of(send(client, "add_files"))
    assert (case.events.count(), case.files.count()) == (before, 0)


# --- contact --------------------------------------------------------------------------------------------------------


def test_a_new_number_is_used_and_the_old_one_is_kept_for_the_holder(client: Client, scene: Scene) -> None:
    case = scene.working
    Reporter.objects.filter(case=case).update(may_leave_message=True, may_identify=True)
    opened(client, case)
    send(client, "change_contact", contact_way="sms")
    reporter = Reporter.objects.get(case=case)
    assert (reporter.phone, reporter.email) == (NEW_PHONE, CANARY_EMAIL)
    assert reporter.contact_way == ContactWay.SMS
    assert not reporter.may_leave_message
    assert not reporter.may_identify
    event = last_event(case)
    assert event.verb == Verb.CHANGE_CONTACT
    assert CANARY_PHONE in event.note.text
    assert event.note.readers == Visibility.INTERNAL
    assert CANARY_PHONE not in str(event.changes), "events are never erased"


def test_the_old_contact_is_never_shown(client: Client, scene: Scene) -> None:
    case = scene.working
    opened(client, case)
    send(client, "change_contact")
    page = client.get(address("status")).content.decode()
    assert "เปลี่ยนวิธีติดต่อ" in page
    for hidden in (CANARY_PHONE, CANARY_EMAIL, NEW_PHONE):
        assert hidden not in page


def test_mail_goes_to_a_new_address_only_when_that_is_safe(client: Client, scene: Scene) -> None:
    case = scene.working
    opened(client, case)
    send(client, "change_contact", phone="", email="new-mail@example.org")
    assert not Reporter.objects.get(case=case).may_email
    send(client, "change_contact", phone="", email="new-mail@example.org", may_email="on")
    assert Reporter.objects.get(case=case).may_email


def test_an_old_way_that_is_no_longer_safe_is_taken_away(client: Client, scene: Scene) -> None:
    case = scene.working
    opened(client, case)
    send(client, "change_contact", drops_old="on")
    reporter = Reporter.objects.get(case=case)
    assert (reporter.phone, reporter.email, reporter.may_email) == (NEW_PHONE, "", False)


@pytest.mark.parametrize("values", [{"phone": ""}, {"phone": "", "drops_old": "on"}])
def test_a_person_stays_reachable(client: Client, scene: Scene, values: dict[str, str]) -> None:
    case = scene.working
    opened(client, case)
    assert errors_of(send(client, "change_contact", **values))
    assert Reporter.objects.get(case=case).phone == CANARY_PHONE


# --- withdrawing, objecting, rating ---------------------------------------------------------------------------------


def test_what_nobody_works_on_is_closed_at_once_as_the_page_says(client: Client, scene: Scene) -> None:
    case = CaseFactory()
    assert "เรื่องจะปิดทันที" in text_of(opened(client, case))
    send(client, "withdraw")
    case.refresh_from_db()
    assert (case.stage, case.closure_reason) == (Stage.CLOSED, ClosureReason.WITHDRAWN)
    words = text_of(client.get(address("status")))
    assert "ปิดเรื่องตามที่คุณขอแล้ว" in words
    assert "เรื่องยังไม่จบใช่ไหม" in words


def test_what_somebody_works_on_becomes_a_wish_as_the_page_says(client: Client, scene: Scene) -> None:
    case = scene.working
    assert "เรื่องจึงไม่ปิดทันที" in text_of(opened(client, case))
    send(client, "withdraw")
    case.refresh_from_db()
    assert case.stage == Stage.WORKING
    assert case.wants_out
    page = client.get(address("status"))
    assert "รอเจ้าหน้าที่อ่าน" in text_of(page)
    assert f'action="{address("withdraw")}"' not in page.content.decode()


def test_a_wish_that_was_read_is_said_to_be_read_and_is_taken_back(client: Client, scene: Scene) -> None:
    """Row withdraw: nothing waits for ever, and who changes their mind says so as easily as before."""
    case, officer = scene.working, scene.world.local.officer
    opened(client, case)
    send(client, "withdraw")
    case.refresh_from_db()
    asking.acknowledge(case=case, actor=officer, seen=case.version)
    page = client.get(address("status"))
    assert "รอเจ้าหน้าที่อ่าน" not in text_of(page)
    assert "เจ้าหน้าที่อ่านแล้ว" in text_of(page)
    assert f'action="{address("stay")}"' in page.content.decode()
    send(client, "stay", words="")
    case.refresh_from_db()
    assert not case.wants_out
    assert must_be_read(case)
    page = client.get(address("status")).content.decode()
    assert f'action="{address("withdraw")}"' in page
    assert f'action="{address("stay")}"' not in page


def test_a_restricted_page_does_not_tell_that_help_was_refused(client: Client, scene: Scene) -> None:
    """Privacy 8: whoever looks over a shoulder."""
    case = scene.crisis
    opened(client, case)
    send(client, "withdraw")
    client.get(address("status"))
    page = client.get(address("status"))
    assert f'action="{address("stay")}"' not in page.content.decode()
    assert "ไม่ต้องการความช่วยเหลือเรื่องนี้" not in text_of(page)


def test_the_story_goes_to_nobody_else_once_the_person_says_so(client: Client, scene: Scene) -> None:
    """Row change_consent: what rests on consent alone ends, and somebody reads why."""
    case, world = scene.working, scene.world
    part = referral.refer_jointly(
        case=case,
        target=world.hospital.organization,
        actor=world.local.officer,
        consent=Consent.GIVEN,
        request="ตรวจร่างกาย",
    )
    opened(client, case)
    assert "ทำเครื่องหมายยืนยัน" in errors_of(client.post(address("refuse_consent"), {"words": ""}))
    send(client, "refuse_consent")
    case.refresh_from_db()
    part.refresh_from_db()
    assert (case.consent, part.state) == (Consent.REFUSED, "recalled")
    assert must_be_read(case)
    page = client.get(address("status"))
    assert "เราหยุดส่งต่อข้อมูลของคุณแล้ว" in text_of(page)
    assert f'action="{address("refuse_consent")}"' not in page.content.decode()


def test_a_joint_part_keeps_a_case_open_and_the_page_knows_it(client: Client, scene: Scene) -> None:
    case = factories.screened_case(scene.world)
    assert progress_of(case).may.ends_at_once
    referral.refer_jointly(
        case=case,
        target=scene.world.hospital.organization,
        actor=scene.world.center.officer,
        consent=Consent.GIVEN,
        request="ตรวจร่างกาย",
    )
    assert "เรื่องจึงไม่ปิดทันที" in text_of(opened(client, case))
    send(client, "withdraw")
    case.refresh_from_db()
    assert case.stage == Stage.SCREENED


def test_withdrawing_needs_a_second_look(client: Client, scene: Scene) -> None:
    case = CaseFactory()
    opened(client, case)
    assert "ทำเครื่องหมายยืนยัน" in errors_of(client.post(address("withdraw"), {"words": ""}))
    case.refresh_from_db()
    assert case.stage == Stage.RECEIVED


def test_whoever_decides_sees_the_objection(client: Client, scene: Scene) -> None:
    case = scene.closing
    opened(client, case)
    send(client, "object")
    assert case.approvals.get().disputed
    page = client.get(address("status"))
    assert "ผู้ที่ตัดสินใจจะเห็นข้อความของคุณ" in text_of(page)
    assert f'action="{address("object")}"' not in page.content.decode()


def test_there_is_nothing_to_object_to_without_a_closure(client: Client, scene: Scene) -> None:
    case = scene.working
    assert f'action="{address("object")}"' not in opened(client, case).content.decode()
    assert "ยังไม่มีการขอปิดเรื่อง" in errors_of(send(client, "object"))


def test_help_is_rated_once_for_each_closing(client: Client, scene: Scene) -> None:
    case = scene.closed
    opened(client, case)
    send(client, "rate", token=str(uuid.uuid4()))
    assert last_event(case).reason == Rating.GOOD
    assert f'action="{address("rate")}"' not in client.get(address("status")).content.decode()
    again = send(client, "rate", token=str(uuid.uuid4()))
    assert "ให้คะแนนเรื่องนี้แล้ว" in errors_of(again)
    assert case.events.filter(verb=Verb.RATE).count() == 1
    closure.reopen_case(case=case, actor=Citizen(case.reference), note="ยังไม่จบ")
    assert not progress_of(Case.objects.get(pk=case.pk)).may.rate


@pytest.mark.parametrize("rating", ["", "rated_great", "5"])
def test_a_rating_outside_the_list_is_refused(client: Client, scene: Scene, rating: str) -> None:
    case = scene.closed
    opened(client, case)
    assert errors_of(send(client, "rate", rating=rating))
    assert not case.events.filter(verb=Verb.RATE).exists()


# --- English --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SENT)
def test_the_english_page_has_no_thai_of_its_own(client: Client, scene: Scene, name: str) -> None:
    case = case_for(name, scene)
    opened(client, case)
    page = client.get("/en" + address("status")).content.decode()
    main = page[page.index("<main") :].partition("</main>")[0]
    for name_of_office in Organization.objects.values_list("name_th", flat=True):
        main = main.replace(name_of_office, "")
    for said in ("รั่วกี่จุด", "อ.เมืองกระบี่", "จ.กระบี่"):
        main = main.replace(said, "")
    assert not re.findall(r"[ก-๛]+", main)
