"""The directory at the desk: finding an organization, its figures beside the official ones, and what is not known yet."""
