"""What people in the area need: gathered, told to the local administrations, acknowledged (S1.27, S1.28)."""
