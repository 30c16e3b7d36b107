"""Asking, confirming, telling and ending."""
