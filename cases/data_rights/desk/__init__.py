"""Pages of the desk: what was asked, and the answer."""
