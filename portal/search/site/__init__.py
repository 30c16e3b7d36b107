"""Search of the public site: from the parameters of an address to the page that is shown."""
