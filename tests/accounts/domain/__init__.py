"""Appointing and ending."""
