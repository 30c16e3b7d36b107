"""Log lines that cannot be forged and do not carry what people typed."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime

_QUERY = re.compile(r"\?[^\s\"']*")
_LONG_NUMBER = re.compile(r"\d{9,13}")


class SafeFormatter(logging.Formatter):
    """One line an event, in UTC, without line breaks of others, query strings or long numbers.

    A search or a mistyped address may hold a name, an ID number or a phone number; none of them belongs in a log
    (ASVS 16.2.5, 16.4.1; cases.md, privacy 7).
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the cleaned line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        text = record.getMessage().replace("\r", "\\r").replace("\n", "\\n")
        text = _LONG_NUMBER.sub("[number]", _QUERY.sub("?…", text))
        line = f"{at} {record.levelname} {record.name} {text}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return line


class QuietQueue(logging.Filter):
    """Leave out that a task began and ended well: the ticker puts several into the queue every minute.

    A filter rather than a level, because the worker's command sets the level of its own loggers.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether the record is worth a line."""
        return record.levelno >= logging.WARNING or not record.name.startswith("django_tasks")
