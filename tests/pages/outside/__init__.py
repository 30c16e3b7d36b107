"""Links from public pages to other sites (issue 11)."""
