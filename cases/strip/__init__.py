"""The strip: one new request after the other, each decided with one key (design many.md, B4.1)."""
