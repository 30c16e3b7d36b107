"""Tests of legal_library.reading."""
