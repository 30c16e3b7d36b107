"""The page that finds units, the page of each, and its papers."""
