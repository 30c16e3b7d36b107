"""Taking requests in from a table: brought, tried, confirmed, followed."""
