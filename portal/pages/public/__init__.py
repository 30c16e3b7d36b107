"""What every page of the public site is given: who runs the portal, the sections of the home page, search."""
