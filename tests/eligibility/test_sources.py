"""Nothing is invented: every provision is in the starter library, every number stands in its text, every date agrees."""

from __future__ import annotations

import datetime as dt
import re

from legal_library.reading.marked import split_marked
from legal_library.starter.loading import CHECKED, DATA, read_documents
from portal.eligibility.loading import rules
from portal.eligibility.tree import Kind
from portal.pages.starter import read_toml
from portal.thai.digits import to_arabic

RECORDS = {record["slug"]: record for record in read_documents()}
DAYS_BEFORE_FORCE = {
    "child-protection-act-2546": 180,
    "domestic-violence-act-2550": 90,
    "anti-trafficking-act-2551": 120,
    "labor-protection-act-2541": 180,
    "teenage-pregnancy-act-2559": 120,
    "tambon-council-and-tao-act-2537": 90,
    "decentralization-act-2542": 1,
    "destitute-protection-act-2557": 1,
}
"""Section 2 of each act: how many days after its publication in the Gazette it came into force."""


def passages(slug: str) -> dict[str, str]:
    """Return the text of the provisions of a starter document that holds its text."""
    name = RECORDS[slug].get("text")
    text = (DATA / name).read_text(encoding="utf-8") if name else ""
    return {row.anchor: f"{row.heading}\n{row.text}" for row in split_marked(text)} if text else {}


def test_every_provision_is_in_the_starter_library() -> None:
    for source in rules().sources.values():
        assert source.document in RECORDS, source.name
        assert not RECORDS[source.document].get("draft"), source.name
        held = passages(source.document)
        if held and source.anchor:
            assert source.anchor in held, source.name


def test_every_provision_is_used() -> None:
    known = rules()
    used = {outcome.source for tree in known.trees.values() for outcome in tree.outcomes.values()}
    used |= {period.source for rate in known.rates.values() for period in rate.periods}
    assert set(known.sources) - used == set()
    shown = {name for tree in known.trees.values() for name in tree.rates}
    assert set(known.rates) - shown == set()
    named = {outcome.organization for tree in known.trees.values() for outcome in tree.outcomes.values()}
    assert set(known.organizations) - named == set()


def test_days_are_those_of_the_library() -> None:
    for source in rules().sources.values():
        record = RECORDS[source.document]
        if source.document in DAYS_BEFORE_FORCE:
            published = record["gazette"][3]
            assert source.since == published + dt.timedelta(days=DAYS_BEFORE_FORCE[source.document])
        else:
            assert source.since == record.get("effective_on", record.get("signed_on")), source.name
        if source.since is None:
            assert source.year_be == record.get("year_be", 0), source.name


def test_what_is_checked_was_checked() -> None:
    for source in rules().sources.values():
        if source.checked:
            assert source.checked == CHECKED[RECORDS[source.document]["checked"]]["checked_on"]


def test_numbers_stand_in_the_text_that_is_held() -> None:
    seen = 0
    for rate in rules().rates.values():
        for period in rate.periods:
            source = rules().sources[period.source]
            text = passages(source.document).get(source.anchor)
            if text:
                seen += 1
                assert re.search(rf"(?<!\d){period.value}(?!\d)", to_arabic(text)), rate.name
    assert seen >= 3


def test_a_number_begins_with_its_provision() -> None:
    for rate in rules().rates.values():
        for period in rate.periods:
            assert period.since == rules().sources[period.source].since, rate.name


def test_an_amount_is_a_dated_number_of_a_provision_and_never_a_digit_in_a_sentence() -> None:
    """Every amount dated with its own legal reference (issue 11 point 10): sentences name it, so that it cannot stay behind."""
    amounts = {name for name, rate in rules().rates.items() if rate.unit.th == "บาท"}
    assert amounts
    for name in amounts:
        for period in rules().rates[name].periods:
            assert period.since is not None and rules().sources[period.source].since == period.since, name
    named = set()
    for tree in rules().trees.values():
        for outcome in tree.outcomes.values():
            for text in (outcome.reason.th, outcome.reason.en):
                assert not re.search(r"[\d๐-๙] ?(?:บาท|baht)", text), outcome.name
            named |= amounts & set(outcome.rates)
    assert named == amounts


def test_where_no_source_gives_a_rate_the_answer_says_who_does() -> None:
    """Farmers' animals and fish, and every disaster under criteria that nobody here has read: no number, but an office."""
    tree = rules().trees["low_income_farmer"]
    for name in ("animals", "fish", "newer"):
        outcome = tree.outcomes[name]
        assert not [rate for rate in outcome.rates if rules().rates[rate].unit.th], name
        assert "อำเภอ" in outcome.reason.th and "office" in outcome.reason.en, name


def test_nobody_is_asked_who_they_are() -> None:
    for tree in rules().trees.values():
        for question in tree.questions.values():
            assert not re.search(r"ชื่อ|วันเกิด|บัตรประชาชน|ที่อยู่อีเมล|โทรศัพท์", question.label.th), question.name
            if question.kind is Kind.DATE:
                assert "เหตุ" in question.label.th


def test_numbers_of_the_guides_have_their_provision() -> None:
    """A number that a guide states as the law's, and not as the center's own, is among those that it shows with a provision."""
    for record in read_toml("guides.toml")["guides"]:
        tree = rules().trees.get(record["problem"])
        known = {str(rules().rates[name].periods[-1].value) for name in tree.rates} if tree else set()
        for section in ("who", "bring", "step", "place", "time"):
            for row in record[section]:
                counted = re.findall(r"(\d+) ?(?:ปี|เดือน|วัน|ชั่วโมง)", row["th"])
                # Hotlines answer at all hours; that is no limit of the law.
                own = row.get("center") or "ตลอด 24 ชั่วโมง" in row["th"]
                assert own or set(counted) <= known, (record["slug"], row["th"])


def test_sentences_are_plain_and_single() -> None:
    for tree in rules().trees.values():
        for outcome in tree.outcomes.values():
            assert not re.search("ดังกล่าว|ทั้งนี้|อนึ่ง", outcome.reason.th)
            assert outcome.reason.en.count(". ") == 0 and outcome.reason.en.endswith("."), outcome.name
            assert "\n" not in outcome.reason.th
