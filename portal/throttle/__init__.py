"""Counting tries, so that guessing and flooding stay slow (ASVS 2.4.1, 6.3.1)."""

from portal.throttle.limits import Try, address_of, allowed, hit, names_another

__all__ = ["Try", "address_of", "allowed", "hit", "names_another"]
