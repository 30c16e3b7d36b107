"""The record, and what proves that nobody changed it since."""

from portal.audit.models.append_only import AppendOnly, AppendOnlyError, AppendOnlyQuerySet
from portal.audit.models.entry import AuditEntry
from portal.audit.models.seal import Seal, SealedDay, Stamp

__all__ = ["AppendOnly", "AppendOnlyError", "AppendOnlyQuerySet", "AuditEntry", "Seal", "SealedDay", "Stamp"]
