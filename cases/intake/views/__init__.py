"""Views of the request and of tracking, one module for each part."""
