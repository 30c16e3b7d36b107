"""Log lines cannot be forged and do not carry what people typed (ASVS 16.2.5, 16.4.1)."""

from __future__ import annotations

import logging

import pytest
from django.urls import reverse

from portal.logs import QuietQueue, SafeFormatter
from tests.portal.urlconf import addresses


def line(message: str, *args: object) -> str:
    return SafeFormatter().format(
        logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, args, None)
    )


def test_a_line_break_cannot_forge_a_line():
    assert len(line("Not Found: %s", "/x\r\n2026-11-21 INFO fake").splitlines()) == 1


@pytest.mark.parametrize(
    "typed", ["/search/?q=สมชาย ใจดี", "/search/?q=1101700230708", "/x/1101700230708", "call 0812345678"]
)
def test_what_people_typed_is_not_kept(typed):
    kept = line("Not Found: %s", typed)
    for secret in ("สมชาย", "1101700230708", "0812345678"):
        assert secret not in kept


def test_no_secret_of_an_address_is_kept():
    """Of every address whose part is a secret or a token, also under /en/; the others are kept whole."""
    held = [one for one in addresses() if {"secret", "token"} & set(one.arguments)]
    assert {one.name.partition(":")[0] for one in held} >= {"outside", "alerts"}
    for one in held:
        url = reverse(
            one.name, kwargs={name: "canary-7f3K" if name != "uidb64" else "MQ" for name in one.arguments}
        )
        for path in (url, f"/en{url}"):
            assert "canary" not in line("Not Found: %s", path), path
    for path in ("/alerts/new/", "/alerts/sent/", "/answer/", "/track/answer/", "/library/law-2566/"):
        assert line("Not Found: %s", path).endswith(f"Not Found: {path}")


def test_a_line_says_when_how_bad_and_where():
    assert line("hello").split(" ", 3)[1:] == ["WARNING", "django.request", "hello"]
    assert "+00:00" in line("hello").split(" ")[0]


@pytest.mark.parametrize(
    ("name", "level", "kept"),
    [
        ("django_tasks", logging.INFO, False),
        ("django_tasks_db", logging.INFO, False),
        ("django_tasks", logging.ERROR, True),
        ("django.request", logging.INFO, True),
    ],
)
def test_a_task_that_went_well_is_not_worth_a_line(name, level, kept):
    assert QuietQueue().filter(logging.LogRecord(name, level, __file__, 1, "Task", (), None)) is kept


def test_an_error_is_logged_by_place_and_kind_never_by_its_message():
    typed = "-".join(
        ["canary", "of", "the", "message"]
    )  # joined, because the place quotes the line of the source
    try:
        try:
            raise KeyError(typed)
        except KeyError as cause:
            raise ValueError(typed) from cause
    except ValueError as error:
        record = logging.LogRecord(
            "django.request",
            logging.ERROR,
            __file__,
            1,
            "Internal Server Error",
            (),
            (type(error), error, error.__traceback__),
        )
    text = SafeFormatter().format(record)
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "test_logs.py" in text
    assert typed not in text
