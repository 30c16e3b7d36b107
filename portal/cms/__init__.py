"""What we change in Wagtail's back-office itself: its mail, its dates."""
