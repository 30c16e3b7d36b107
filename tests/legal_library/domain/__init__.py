"""Tests of legal_library.domain."""
