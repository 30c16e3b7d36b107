"""Tests of circulation."""
