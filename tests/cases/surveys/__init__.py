"""Surveys: one household, one answer; names for the office, figures for the center."""
