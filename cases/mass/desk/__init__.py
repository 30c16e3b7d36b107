"""Pages of acts on many cases."""
