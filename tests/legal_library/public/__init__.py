"""Tests of legal_library.public."""
