"""What visitors see of announcements: list, page, poster, feed, search, home page."""
