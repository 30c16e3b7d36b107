"""Reads of cases. They change nothing and make a constant number of queries."""
