"""References can be spoken, secrets cannot be guessed, register numbers have no gaps, and the three never meet."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import math
import re
import uuid

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from cases.domain import identity
from cases.models import RegisterEntry
from portal.thai import codes
from portal.thai.digits import to_thai
from tests.cases.factories import CaseFactory, World

OCTOBER_FIRST = dt.datetime(2026, 9, 30, 17, tzinfo=dt.UTC)  # 1 October 2569 B.E., 00:00 in Thailand
TOKENS = st.uuids(version=4)


def looked_alike(secret: str) -> str:
    """Write letters in the place of digits, as people do who read a bad print."""
    return secret.translate(str.maketrans("01258", "OIzsB"))


def test_the_alphabet_has_no_look_alikes_and_no_vowels():
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET)
    assert not set("0O1IL2Z5S8BAEU") & set(codes.ALPHABET) - {"5", "8"}


def test_a_secret_is_twenty_digits_in_groups_and_costs_a_thief_what_the_letters_did():
    """Issue 12, 1: digits only, as strong as before by length (ASVS 11.5.1: 64 bits) and by the work of each guess."""
    secret = identity.secret_for(uuid.uuid4())
    assert re.fullmatch(r"\d{4}(-\d{4}){4}", secret)
    bits = identity.SECRET_DIGITS * math.log2(10)
    assert bits >= 64
    assert bits + math.log2(identity._ROUNDS) >= 16 * math.log2(len(codes.ALPHABET))
    plain = hashlib.sha256(b"tracking:" + secret.encode()).hexdigest()
    assert identity.hash_secret(secret) != plain, (
        "the cheap hash of the older secrets is never used for digits"
    )


@given(TOKENS)
def test_a_secret_with_letters_that_was_given_before_still_opens_its_case(token):
    old = identity.lettered_secret_for(token)
    assert re.fullmatch(f"[{codes.ALPHABET}]{{4}}(-[{codes.ALPHABET}]{{4}}){{3}}", old)
    stored = hashlib.sha256(b"tracking:" + old.encode()).hexdigest()
    assert identity.is_secret_of(secret=old.lower(), secret_hash=stored)
    assert not identity.is_secret_of(secret=identity.secret_for(token), secret_hash=stored)
    assert identity.secret_that_fits(token=token, secret_hash=stored) == old
    new = identity.secret_for(token)
    assert identity.secret_that_fits(token=token, secret_hash=identity.hash_secret(new)) == new
    assert identity.secret_that_fits(token=token, secret_hash=identity.hash_secret("0" * 20)) is None


@given(TOKENS)
def test_a_token_always_gives_the_same_secret_and_its_hash_fits(token):
    secret = identity.secret_for(token)
    assert secret == identity.secret_for(token)
    assert identity.is_secret_of(secret=secret, secret_hash=identity.hash_secret(secret))
    assert secret.replace("-", "") not in identity.hash_secret(secret).upper()


@given(TOKENS, TOKENS)
def test_different_tokens_give_different_secrets_and_keys(one, other):
    if one != other:
        assert identity.secret_for(one) != identity.secret_for(other)
        assert identity.submission_key(one) != identity.submission_key(other)


def test_neither_token_nor_secret_can_be_read_from_what_is_stored():
    token = uuid.uuid4()
    assert token.hex not in identity.submission_key(token)
    assert identity.secret_for(token) != identity.secret_for(uuid.UUID(identity.submission_key(token)[:32]))


@given(
    TOKENS,
    st.sampled_from(
        [
            to_thai,
            lambda s: s.replace("-", " "),
            lambda s: f" {s}\u00a0",
            lambda s: s.replace("-", ""),
            looked_alike,
        ]
    ),
)
def test_a_secret_is_known_however_it_is_typed(token, typed):
    secret = identity.secret_for(token)
    assert identity.is_secret_of(secret=typed(secret), secret_hash=identity.hash_secret(secret))


def test_thai_digits_and_look_alikes_are_understood():
    assert codes.clean("k๗m๓ 9sbf") == "K7M3-958F"


@given(TOKENS, st.integers(0, identity.SECRET_DIGITS - 1))
def test_one_wrong_character_is_a_wrong_secret(token, at):
    secret = identity.secret_for(token).replace("-", "")
    other = str((int(secret[at]) + 1) % 10)
    wrong = secret[:at] + other + secret[at + 1 :]
    assert not identity.is_secret_of(secret=wrong, secret_hash=identity.hash_secret(secret))


def test_references_are_random_grouped_and_unique(db):
    references = {identity.new_reference() for _ in range(200)}
    assert len(references) == 200
    for reference in references:
        assert len(reference) == 9
        assert reference[4] == "-"
        assert set(reference) <= set(codes.ALPHABET) | {"-"}
        assert codes.clean(reference) == reference


def test_a_reference_that_exists_is_not_given_again(world: World, monkeypatch):
    taken = CaseFactory().reference
    drawn = itertools.chain(taken.replace("-", ""), "K7M39QXF")
    monkeypatch.setattr(codes.secrets, "choice", lambda _alphabet: next(drawn))
    assert identity.new_reference() == "K7M3-9QXF"


def numbers(organization) -> list[tuple[int, int]]:
    found = RegisterEntry.objects.filter(organization=organization)
    return list(found.order_by("fiscal_year", "number").values_list("fiscal_year", "number"))


def test_register_numbers_run_per_body_and_fiscal_year(world: World, time_machine):
    time_machine.move_to(OCTOBER_FIRST - dt.timedelta(seconds=1), tick=False)
    CaseFactory()
    CaseFactory(actor=world.local.officer)
    time_machine.move_to(OCTOBER_FIRST, tick=False)
    CaseFactory()
    CaseFactory()
    assert numbers(world.center.organization) == [(2569, 1), (2570, 1), (2570, 2)]
    assert numbers(world.local.organization) == [(2569, 1)]


def test_a_case_is_entered_once_per_body(world: World):
    case = CaseFactory()
    again = identity.register(case=case, organization=world.center.organization, at=case.received_at)
    assert again == case.register_entries.get()
    assert str(again).startswith("1/")


def test_a_failed_submission_leaves_no_gap(world: World):
    CaseFactory()
    with pytest.raises(RuntimeError), transaction.atomic():
        CaseFactory()
        raise RuntimeError
    CaseFactory()
    assert [number for _, number in numbers(world.center.organization)] == [1, 2]


def test_the_three_numbers_have_nothing_in_common(world: World):
    token = uuid.uuid4()
    case = CaseFactory(token=token)
    secret = identity.secret_for(token)
    assert case.reference.replace("-", "") not in secret.replace("-", "")
    assert secret not in str(case.__dict__)


@pytest.mark.django_db
def test_several_numbers_are_taken_at_once_and_follow_those_that_were_given(world: World):
    """A list of forty requests gets forty numbers in one go, after the last one and before the next (S1.03)."""
    assert identity.next_numbers(world.center.organization, 2569, 3) == range(1, 4)
    assert list(identity.next_numbers(world.center.organization, 2569)) == [4]
    assert list(identity.next_numbers(world.center.organization, 2570, 2)) == [1, 2]
    assert list(identity.next_numbers(world.local.organization, 2569)) == [1]
    assert list(identity.next_numbers(world.center.organization, 2569, 2)) == [5, 6]


@pytest.mark.django_db
def test_a_number_whose_transaction_failed_is_free_again(world: World):
    identity.next_numbers(world.center.organization, 2569, 2)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        identity.next_numbers(world.center.organization, 2569, 5)
        raise ZeroDivisionError
    assert list(identity.next_numbers(world.center.organization, 2569)) == [3]
