"""The time for which personal data is kept, and letting it go."""
