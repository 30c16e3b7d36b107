"""The mobile unit: its phone page, its lists of people and vehicles, who is on duty (S1.06)."""
