"""Phones without a signal."""
