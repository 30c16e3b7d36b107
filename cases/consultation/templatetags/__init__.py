"""Tags for pages of other rooms."""
