"""A second PostgreSQL that answers reads."""
