"""Figures for whoever watches the machine."""
