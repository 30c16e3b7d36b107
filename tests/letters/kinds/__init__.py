"""Tests of each kind of letter and notice."""
