"""Apps and programs of partners report general needs by Open311 GeoReport v2 (issue 12 point 9; docs/partners.md)."""
