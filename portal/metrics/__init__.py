"""Figures for whoever watches the machine from outside: `/metrics`, in OpenMetrics (issue 15, point 3).

None of them is about a person, and labels take values from short lists in the code only, so that their number is bounded.
"""
