"""Management of the directory."""
