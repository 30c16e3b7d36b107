"""Log lines that cannot be forged and do not carry what people typed, for people or as JSON for a machine."""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime

from portal import incidents

_QUERY = re.compile(r"\?[^\s\"']*")
_LONG_NUMBER = re.compile(r"\d{9,13}")
_SECRET = re.compile(
    r"(/(?:answer|helper|track/lost|alerts/confirm|alerts|password_reset/confirm/[^/\s]+)/)(?!confirm/|new/|sent/)[^/\s]+"
)
"""Addresses whose next part lets whoever knows it in; `tests/portal/test_logs.py` finds them in the URLconf."""


class SafeFormatter(logging.Formatter):
    """One line an event, in UTC, without line breaks of others, query strings, secrets or long numbers.

    A search or a mistyped address may hold a name, an ID number or a phone number; none of them belongs in a log
    (ASVS 16.2.5, 16.4.1; cases.md, privacy 7).
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the cleaned line."""
        incident = incidents.current()
        line = f"{_moment(record)} {record.levelname} {record.name} {_clean(record)}"
        line += f" [{incident}]" if incident else ""
        if record.exc_info and record.exc_info[1] is not None:
            line += "\n" + _place_of(record.exc_info[1])
        return line


class JsonFormatter(logging.Formatter):
    """The same as one JSON object a line (`KLANG_LOGS=json`), so that no text can pass for another field (ASVS 16.2.4)."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: at, level, logger, text, and incident and place where there are any."""
        line = {
            "at": _moment(record),
            "level": record.levelname,
            "logger": record.name,
            "text": _clean(record),
        }
        if incident := incidents.current():
            line["incident"] = incident
        if record.exc_info and record.exc_info[1] is not None:
            line["place"] = _place_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _clean(record: logging.LogRecord) -> str:
    """Return the text without line breaks, query strings, secrets of addresses and long numbers."""
    text = record.getMessage().replace("\r", "\\r").replace("\n", "\\n")
    return _LONG_NUMBER.sub("[number]", _SECRET.sub(r"\1[secret]", _QUERY.sub("?…", text)))


def _place_of(error: BaseException) -> str:
    """Return where an error happened and of what kind it is, without its message: a database quotes values in it."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = _place_of(cause) + "\nwhich led to\n" if cause else ""
    frames = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    return f"{before}{frames}\n{type(error).__module__}.{type(error).__qualname__}"


class QuietQueue(logging.Filter):
    """Leave out that a task began and ended well: the ticker puts several into the queue every minute.

    A filter rather than a level, because the worker's command sets the level of its own loggers.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the record is worth a line."""
        return record.levelno >= logging.WARNING or not record.name.startswith("django_tasks")
