"""Judging search: any collection of documents and graded queries, our engine and its rivals side by side."""
