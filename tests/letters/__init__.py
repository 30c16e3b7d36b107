"""Tests of the papers: text, layout, numbers, and what no paper may load."""
