"""Fictitious cases, so that a first visitor of a demonstration finds a desk with work on it.

Called by `bin/run` through `KLANG["DEMO"]`, never part of the starter content. Every case is made by the functions of
`cases.domain` with the demonstration staff, as if it had happened on earlier days. All people are invented; names carry
"(สมมติ)".
"""

from cases.demo.circulars import load_demo_circular
from cases.demo.loading import load_demo_cases

__all__ = ["load_demo_cases", "load_demo_circular"]
