"""Needs that were noted, and digests that were sent."""

from cases.needs.models.digest import Digest, DigestLine
from cases.needs.models.need import Need, NeedSource

__all__ = ["Digest", "DigestLine", "Need", "NeedSource"]
