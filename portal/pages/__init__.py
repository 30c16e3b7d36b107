"""Home, guides and plain pages, navigation and site settings (S1.26)."""
