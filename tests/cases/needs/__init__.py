"""Needs: what is counted, who is told what, and what is never told."""
