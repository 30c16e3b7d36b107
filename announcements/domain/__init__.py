"""What the center does with announcements: postings and their evidence, the turn of the day."""
