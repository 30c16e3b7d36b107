"""Tests of the room of files: judging, cleaning, bounds, storing."""
