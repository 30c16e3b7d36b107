"""Figures for programs of partners."""
