"""Our register of requests, as a page and as a file."""
