"""Tests of legal_library.starter."""
