"""Tests of trips to many houses."""
