"""Every answer that a mail server can give has a meaning (RFC 5321 4.2, RFC 3463)."""

from __future__ import annotations

import smtplib
import ssl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.outbox.failures import AddressError, CompositionError, Kind, Scope, judge

CODES = st.integers(min_value=-1, max_value=999)
TEXTS = st.one_of(st.binary(max_size=60), st.text(max_size=60))


def refused(code, text):
    return smtplib.SMTPRecipientsRefused({"a@example.org": (code, text)})


@given(CODES, TEXTS)
def test_every_answer_is_judged(code, text):
    for error in (
        refused(code, text),
        smtplib.SMTPDataError(code, text),
        smtplib.SMTPSenderRefused(code, text, "klang@example.org"),
        smtplib.SMTPConnectError(code, text),
        smtplib.SMTPHeloError(code, text),
        smtplib.SMTPAuthenticationError(code, text),
        smtplib.SMTPResponseException(code, text),
    ):
        verdict = judge(error)
        assert isinstance(verdict.scope, Scope)
        assert verdict.kind != Kind.NONE


@given(st.integers(min_value=400, max_value=499).filter(lambda code: code != 421), TEXTS)
def test_a_temporary_refusal_is_the_messages_own_and_tried_again(code, text):
    assert judge(refused(code, text)).scope is Scope.LATER
    assert judge(smtplib.SMTPDataError(code, text)).scope is Scope.LATER


@given(st.sampled_from([500, 501, 521, 541, 550, 551, 553, 554, 555, 556]), st.binary(max_size=40))
def test_a_lasting_refusal_is_the_messages_own_and_final_unless_a_rule_may_change(code, text):
    for error in (refused(code, text), smtplib.SMTPDataError(code, text)):
        scope = judge(error).scope
        assert scope is Scope.NEVER or (scope is Scope.LATER and b"5.7." in text)


@pytest.mark.parametrize("code", [421])
def test_a_server_that_leaves_blames_no_message(code):
    for error in (
        refused(code, b""),
        smtplib.SMTPDataError(code, b""),
        smtplib.SMTPSenderRefused(code, b"", "a"),
    ):
        assert judge(error).scope is Scope.INTERRUPTED


@pytest.mark.parametrize("code", [503, 530, 534, 535, 538])
def test_our_own_rights_are_nobodys_fault(code):
    for error in (
        refused(code, b""),
        smtplib.SMTPDataError(code, b""),
        smtplib.SMTPSenderRefused(code, b"", "a"),
        smtplib.SMTPAuthenticationError(code, b""),
    ):
        assert judge(error).scope is Scope.CHANNEL


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPServerDisconnected("gone"),
        TimeoutError(),
        ConnectionResetError(),
        BrokenPipeError(),
        ssl.SSLError(),
        OSError("network is unreachable"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_line_that_breaks_is_an_interruption(error):
    assert judge(error).scope is Scope.INTERRUPTED


def test_our_own_errors_concern_one_message():
    assert judge(AddressError()).scope is Scope.NEVER
    assert judge(smtplib.SMTPNotSupportedError()).scope is Scope.NEVER
    assert judge(CompositionError()).scope is Scope.LATER
    assert judge(RuntimeError()).scope is Scope.LATER


def test_policy_and_full_mailboxes_may_change():
    assert judge(refused(554, b"5.7.1 relay access denied")).scope is Scope.LATER
    assert judge(refused(552, b"5.2.2 full")).scope is Scope.LATER
    assert judge(refused(550, b"5.1.1 unknown 15.7.12")).scope is Scope.NEVER


def test_no_judgement_mentions_the_answer():
    verdict = judge(refused(550, b"somchai@example.org is unknown"))
    assert "somchai" not in f"{verdict.kind} {verdict.kind.label}"
