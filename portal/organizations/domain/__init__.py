"""What the directory knows: who serves a place, who leads a problem, what the end of an organization means."""
