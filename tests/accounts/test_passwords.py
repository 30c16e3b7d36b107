"""Words that everybody around an office would try do not make a password (ASVS 6.2.1-6.2.12)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as settings_of
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.accounts.models import User
from portal.accounts.passwords import LEAST, ContextWordsValidator, context_words, remainder
from portal.accounts.romanized import LOOSE, SHORTEST, spellings
from portal.organizations import areas
from portal.pages.models import Hotline
from portal.thai.keyboard import TO_ENGLISH, TO_THAI
from portal.thai.phone import SHORT_NUMBERS
from tests.accounts.factories import PASSWORD, AppointmentFactory, OrganizationFactory, UserFactory
from tests.properties import WITH_FIXTURES

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    """Somchai Rakdee of a subdistrict in Krabi."""
    body = OrganizationFactory(
        name_th="องค์การบริหารส่วนตำบลคลองท่อมใต้", short_name="อบต.คลองท่อมใต้", name_en="Khlong Thom Tai SAO"
    )
    user = UserFactory(
        username="somchai.r",
        display_name="สมชาย รักดีเสมอ",
        first_name="Somchai",
        last_name="Rakdeesamer",
        email="somchai.rakdee@khlongthom.example.org",
        phone="081-770-0199",
    )
    AppointmentFactory(user=user, organization=body)
    return user


def is_refused(password: str, user: User | None = None) -> bool:
    try:
        ContextWordsValidator().validate(password, user)
    except ValidationError as error:
        assert error.code == "password_context"
        return True
    return False


@pytest.mark.parametrize(
    "password",
    [
        # the service and its numbers
        "klang-klang-2569",
        "OSCC1300oscc1300",
        "Kl@ngKl@ng2026!",
        "oscc-1300-1669-191",
        "สถานที่กลาง๒๕๖๙",
        "สถานที่กลาง กลาง กลาง",
        "gnalkgnalkgnalk",
        # names of places
        "Krabi-Krabi-2569",
        "กระบี่กระบี่กระบี่",
        "จังหวัดกระบี่ 2569",
        "อำเภอคลองท่อม1234",
        "NakhonSiThammarat1",
        "สุราษฎร์ธานี-2569",
        # services and hotlines around the office, and how people spell them
        "Damrongtham1567",
        "ศูนย์ดำรงธรรม1567",
        "mahadthai-1548",
        "มหาดไทย-1567-มหาดไทย",
        "กระทรวงมหาดไทย2569",
        "nakornsrithammarat1",
        "Korat-Korat-2569",
        # rows of keys, in both layouts
        "qwertyuiop1234",
        "1qaz2wsx3edc4rfv",
        "qweasdzxcqweasd",
        "ฟหกดเ้่าสวงฟหกด",
        "ๆไำพะัีรนยบล",
        "ผปแอิืทมใฝฟหกด",
        "aaaaaaaaaaaaaa",
        "๑๒๓๔ู฿๕๖๗๘๙๐",
        # words of every installation
        "password-klang-1",
        "รหัสผ่านกลาง1300",
        "adminadmin2569",
        # the Thai word on the English layout, and the other way round
        "กลางกลางกลาง".translate(TO_ENGLISH),
        "klangklangklang".translate(TO_THAI),
        "กระบี่กระบี่1300".translate(TO_ENGLISH),
    ],
)
def test_a_word_that_anybody_would_try_is_refused(password: str) -> None:
    assert is_refused(password), f"{remainder(password, context_words(None))} left"


@pytest.mark.parametrize(
    "password",
    [
        "somchai-rakdee-1",
        "สมชายรักดีเสมอ1",
        "Rakdeesamer2569",
        "0817700199-0817700199",
        "คลองท่อมใต้ 12345",
        "อบต.คลองท่อมใต้-9",
        "KhlongThomTai2026",
        "khlongthom.example",
    ],
)
def test_names_of_the_person_and_the_office_are_refused_for_that_person(officer: User, password: str) -> None:
    assert is_refused(password, officer)


def test_the_name_of_any_other_office_is_refused_too(officer: User) -> None:
    OrganizationFactory(name_th="เทศบาลเมืองทุ่งลมโชย", short_name="ทม.ทุ่งลมโชย")
    assert is_refused("ทุ่งลมโชย-2569-ทุ่งลมโชย", officer)
    assert is_refused("เทศบาลเมืองทุ่งลมโชย", None)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "ปลาว่ายทวนน้ำขึ้นเหนือ-9",
        "แมวส้มนอนตากแดดบนหลังคา",
        "correct horse battery staple",
        "ฝนตกที่กระบี่แมวส้มนอนบนหลังคา",
        "my aunt in Krabi grows nine durians",
        "tR9$vLq2!mXw8Zp",
        "Wd7-unKd_3pZs0bVfQe1xA",
        "ข้าวเหนียวมะม่วงเจ็ดจาน",
        "日本語のながいパスワードです",
    ],
)
def test_a_sentence_of_ones_own_passes_even_with_a_place_in_it(officer: User, password: str) -> None:
    validate_password(password, officer)


WORDS = st.sampled_from(
    ["klang", "oscc", "1300", "กลาง", "Krabi", "กระบี่", "สงขลา", "qwerty", "ฟหกด", "2569", "รหัสผ่าน"]
)


@settings(suppress_health_check=WITH_FIXTURES, max_examples=80)
@given(
    parts=st.lists(WORDS, min_size=2, max_size=6),
    between=st.sampled_from(["", "-", " ", "_", ".", "/"]),
    more=st.text(st.characters(categories=["Ll", "Lu", "Nd"]), max_size=3),
)
def test_no_chain_of_such_words_is_a_password_however_it_is_joined(
    parts: list[str], between: str, more: str
) -> None:
    assert is_refused(between.join(parts) + more)


@settings(max_examples=60)
@given(st.text(max_size=140))
def test_whatever_is_typed_is_answered(text: str) -> None:
    is_refused(text)


@given(st.text(st.sampled_from("กขคงจฉชabcxyz789"), max_size=40))
def test_taking_words_out_never_leaves_more(text: str) -> None:
    assert remainder(text, {"abc", "กขค"}) <= remainder(text, set()) <= len(text)


RESPELLED = (
    ("kh", "k"), ("th", "t"), ("ph", "p"), ("khon", "korn"), ("khon", "khorn"), ("buri", "buree"), ("buri", "burii"),
    ("k", "kh"), ("si", "sri"), ("sa", "sra"), ("on", "orn"), ("an", "arn"), ("ram", "rum"), ("lam", "lum"),
    ("kham", "kum"), ("kaeo", "kaew"), ("chon", "chol"), ("bon", "bol"), ("chiang", "chieng"), ("lop", "lob"),
    ("wan", "van"), ("prachuap", "prachuab"), ("tt", "t"), ("t", "tt"), ("m", "mm"), ("udon", "udorn"), ("oe", "er"),
    ("mat", "mad"), ("th", "dh"), ("d", "t"), ("u", "oo"), ("phu", "bhu"), ("rat", "rad"), ("tcha", "ja"), ("bueng", "bung"),
)  # fmt: skip
"""How romanizations differ from the official one."""
RESPELT_NAMES = [
    *("".join(filter(str.isalpha, one.name_en.lower())) for one in areas.provinces()),
    *("damrongtham", "mahatthai"),
]
SMALL = {
    ("kh", "k"),
    ("th", "t"),
    ("ph", "p"),
    ("k", "kh"),
    ("t", "tt"),
    ("m", "mm"),
    ("on", "orn"),
    ("an", "arn"),
    ("u", "oo"),
}
"""Of these, what short names are known by; with more, "bucket" would be Phuket."""
NUMBERS = sorted(SHORT_NUMBERS)


def long_enough(word: str, end: str) -> str:
    """Return a password of a word alone, repeated until it is as long as one."""
    return word * -(-LEAST // len(word)) + end


def test_every_province_has_a_name_in_the_list() -> None:
    assert len(areas.provinces()) == 77


@pytest.mark.parametrize("name", [name for name in RESPELT_NAMES if len(name) >= SHORTEST])
def test_a_name_is_refused_however_it_is_spelled(name: str) -> None:
    ways = RESPELLED if len(name) >= LOOSE else [way for way in RESPELLED if way in SMALL]
    spelled = {name} | {name.replace(old, new) for old, new in ways}
    twice = {one.replace(old, new) for one in spelled for old, new in ways[:3]}
    words = context_words(None)
    # Four times the same letter is a row of keys, and nobody's spelling.
    all_ways = {re.sub(r"(.)\1{2,}", r"\1\1", one) for one in spelled | twice}
    left = {one: remainder(long_enough(one, "1567"), words) for one in all_ways}
    assert {one: count for one, count in left.items() if count >= LEAST} == {}


@settings(max_examples=150, suppress_health_check=WITH_FIXTURES)
@given(
    name=st.sampled_from(
        [
            *(one.name_th for one in areas.provinces()),
            *(one.name_en for one in areas.provinces()),
            *(
                "ศูนย์ดำรงธรรม",
                "ดำรงธรรม",
                "มหาดไทย",
                "กระทรวงมหาดไทย",
                "จังหวัด",
                "damrongtham",
                "mahatthai",
                "hotline",
            ),
        ]
    ),
    number=st.sampled_from([*NUMBERS, "", "2569", "1", "99"]),
    between=st.sampled_from(["", "-", " ", "_", ".", "@"]),
    twice=st.booleans(),
    upper=st.sampled_from([str, str.lower, str.upper, str.title]),
)
def test_names_of_provinces_services_and_numbers_are_none_in_any_order(
    name, number, between, twice, upper
) -> None:
    typed = upper(name)
    for parts in ([typed, number], [number, typed], [typed, typed, number]):
        whole = between.join(parts * (2 if twice else 1))
        if len(whole) >= LEAST:
            assert is_refused(whole), remainder(whole, context_words(None))


ORDINARY = [
    "window",
    "yellow",
    "bicycle",
    "guitar",
    "feather",
    "whisper",
    "umbrella",
    "velvet",
    "jigsaw",
    "wolf",
]
THAI = ["แมวส้มตัวอ้วน", "หลังคาสังกะสี", "ดอกไม้ริมรั้ว", "เรือใบลำใหญ่", "หิ่งห้อยกะพริบ", "กางเกงขาสั้น"]


@settings(max_examples=150, suppress_health_check=WITH_FIXTURES)
@given(
    name=st.sampled_from(
        [*RESPELT_NAMES, "nakornsrithammarat", "korat", "ดำรงธรรม", "มหาดไทย", "1567", "เชียงใหม่"]
    ),
    words=st.one_of(
        *(st.lists(st.sampled_from(known), min_size=3, max_size=5, unique=True) for known in (ORDINARY, THAI))
    ),
    at=st.integers(0, 3),
    between=st.sampled_from([" ", "-", ""]),
)
def test_a_sentence_of_three_other_words_passes_with_any_such_name_in_it(name, words, at, between) -> None:
    whole = between.join([*words[:at], name, *words[at:]])
    assert not is_refused(whole), remainder(whole, context_words(None))


def test_patterns_take_little_of_ordinary_english() -> None:
    """Of the words of our own manual, fewer than one in a hundred holds something that sounds like a name."""
    text = " ".join(
        page.read_text(encoding="utf-8") for page in Path(settings_of.BASE_DIR, "docs").glob("*.md")
    )
    words = set(re.findall(r"\b[a-z]{4,}\b", text))
    found = spellings([one.name_en for one in areas.provinces()] + ["damrongtham", "mahatthai"])
    hit = {word for word in words if found.search(word)}
    assert len(words) > 2000
    assert len(hit) * 100 < len(words), hit


def test_numbers_that_the_portal_shows_are_no_password_and_one_that_is_no_longer_shown_counts(db) -> None:
    row = Hotline.objects.create(number="+66 8812 4455", name="ศูนย์ทดลอง")
    assert {"6688124455", "088124455"} <= context_words(None)
    assert is_refused("088124455-มะม่วง-6688124455")
    assert is_refused("1546-1567-1784-1111")
    row.in_use = False
    row.save()
    assert "6688124455" not in context_words(None)


def test_a_short_password_without_such_words_is_told_that_it_is_short_and_nothing_else() -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password("xK9$vQ")
    assert [error.code for error in refused.value.error_list] == ["password_too_short"]


def test_the_person_reads_why_and_what_to_do() -> None:
    with pytest.raises(ValidationError, match=f"อย่างน้อย {LEAST} ตัวอักษร"):
        ContextWordsValidator().validate("klang-1300-oscc")
    assert "แป้นพิมพ์" in ContextWordsValidator().get_help_text()


def test_it_holds_on_the_page(client, officer: User) -> None:
    client.force_login(officer, "django.contrib.auth.backends.ModelBackend")
    weak = "คลองท่อมใต้-1300"
    page = client.post(
        reverse("accounts:password"), {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    )
    assert page.status_code == 200
    assert "เดาได้ง่าย" in page.content.decode()
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_a_password_may_have_128_characters_and_is_not_hashed_beyond(client, officer: User) -> None:
    client.force_login(officer, "django.contrib.auth.backends.ModelBackend")
    sentence = "แมวส้มนอนบนหลังคาบ้านยายตอนเช้ามืด "
    longest = (sentence * 5)[:128].strip().ljust(128, "ว")
    for new, accepted in ((longest + "ก", False), (longest, True)):
        response = client.post(
            reverse("accounts:password"),
            {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
        )
        assert (response.status_code == 302) is accepted
    old = "ก" * 100_000
    page = client.post(
        reverse("accounts:password"), {"old_password": old, "new_password1": "x", "new_password2": "x"}
    )
    assert "ยาวเกินไป" in page.content.decode()


@pytest.mark.parametrize(
    ("weak", "words"),
    [
        ("xK9$vQ", "สั้นเกินไป"),
        ("password1234", "มีคนใช้กันมาก"),
        ("739164820573", "มีแต่ตัวเลข"),
        ("somchai.rakdee@khlongthom", "คล้ายชื่อหรือข้อมูลของคุณ"),
    ],
)
def test_every_reason_is_told_in_thai_and_in_english(client, officer: User, weak: str, words: str) -> None:
    client.force_login(officer, "django.contrib.auth.backends.ModelBackend")
    data = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    thai = BeautifulSoup(client.post("/accounts/password/", data).content, "html.parser")
    assert words in thai.select_one(".error-summary").get_text()
    assert not re.search("[a-z]{4}", thai.select_one("main form").get_text()), "no English on a Thai page"
    english = BeautifulSoup(client.post("/en/accounts/password/", data).content, "html.parser")
    assert not re.search("[ก-๙]", english.select_one("main").get_text()), "and no Thai on an English one"


def test_an_empty_form_is_answered_in_thai(client, officer: User) -> None:
    client.force_login(officer, "django.contrib.auth.backends.ModelBackend")
    page = BeautifulSoup(client.post("/accounts/password/", {}).content, "html.parser")
    assert page.select_one(".error-summary").get_text().count("กรอกรหัสผ่าน") == 3
