"""The table of breaches."""

from portal.protection.models.breach import Breach

__all__ = ["Breach"]
