"""Formats of dates by language, for what Wagtail writes itself."""
