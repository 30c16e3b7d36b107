"""Whether the portal knows by itself that something is wrong."""
