"""Which figures of a published table must be hidden: `portal.suppression`, which the figures at the desk need too."""

from portal.suppression import Cell, K, Network, UnbalancedError, intervals, leaks, protect

__all__ = ["Cell", "K", "Network", "UnbalancedError", "intervals", "leaks", "protect"]
