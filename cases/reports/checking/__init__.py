"""Judging figures before they are sent: pure functions over tables, which know no database."""
