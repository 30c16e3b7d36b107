"""Trips of a mobile unit to many houses: chosen, crewed, sent, reported stop by stop, ended (S1.06; docs/many.md)."""
