"""Whether all is well: small checks of every room, run by `manage.py verify` and each morning for one page of the desk."""
