"""Checks of case work: the master invariant on a live system, and what the sweeps of the rooms above should have done.

I0 (reliability.md 4.4): every reference ever shown exists with its answers, an owner and a next due action.
"""
