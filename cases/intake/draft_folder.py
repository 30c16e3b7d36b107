"""Where the files of a draft lie: one private folder per token, deleted as a whole."""

from __future__ import annotations

import logging
import uuid

from portal.files import PRIVATE_STORAGE
from portal.files.storage import sweep

logger = logging.getLogger(__name__)

FOLDER = "drafts"


def name_of(token: uuid.UUID) -> str:
    """Return the folder of one draft; it may not exist yet."""
    return f"{FOLDER}/{token.hex}"


def delete_all(token: uuid.UUID) -> None:
    """Delete every file of a draft. A file that is gone already is no error, nor is a store that does not answer: the sweep comes."""
    try:
        PRIVATE_STORAGE.delete_folder(name_of(token))
    except OSError as error:
        logger.error("a draft's files could not be deleted: %s", type(error).__name__)


def remove_abandoned(*, now: float | None = None) -> int:
    """Delete the folders of drafts whose sessions have ended; returns how many.

    Files of a sent request are copies elsewhere (`CaseFile`), so nothing of a case can be hit.

    Args:
        now: seconds since the epoch; for tests.

    Raises:
        OSError: the store of files does not answer.
    """
    return sweep(FOLDER, now=now)
