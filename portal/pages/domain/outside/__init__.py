"""Links from public pages to other sites: which there are, visiting them, and what counts of it (issue 11: dead links)."""
