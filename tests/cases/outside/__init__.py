"""Links for organizations without a sign-in."""
