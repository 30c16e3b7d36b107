"""Reaching an organization in which nobody signs in: by letter, by telephone, by a link."""
