"""The screen of the calendar under /cms/."""
