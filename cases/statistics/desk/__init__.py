"""The pages of the figures at the desk."""
