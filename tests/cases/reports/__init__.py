"""Monthly reports: the tests mirror `cases/reports`."""
