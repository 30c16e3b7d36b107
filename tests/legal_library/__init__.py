"""Tests of the room legal_library."""
