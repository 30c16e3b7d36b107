"""Files that people hand in: judged by content, made anew, kept where no web server reaches.

A file's name and declared type are claims. The content decides (`kinds`), pictures are decoded and encoded again
(`pictures`, `tones`), PDFs are rewritten without scripts, actions and embedded files, with everything that a reader
sees on their pages (`pdfs`), and both happen apart and one at a time (`apart`, `worker`, `turns`; every bound stands
in `limits`). `storage` keeps the copies. ASVS 5.2.2, 5.3.1; cases.md, privacy 13.
"""

from portal.files.checking import check_upload
from portal.files.cleaning import CheckedFile
from portal.files.kinds import ACCEPT
from portal.files.limits import MAX_BYTES, MAX_FILES, MAX_TOTAL_BYTES
from portal.files.refusals import RefusedFile
from portal.files.storage import PRIVATE_STORAGE, StoreError, open_private, private_storage

__all__ = [
    "ACCEPT",
    "MAX_BYTES",
    "MAX_FILES",
    "MAX_TOTAL_BYTES",
    "PRIVATE_STORAGE",
    "CheckedFile",
    "RefusedFile",
    "StoreError",
    "check_upload",
    "open_private",
    "private_storage",
]
