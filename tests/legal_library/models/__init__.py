"""Tests of legal_library.models."""
