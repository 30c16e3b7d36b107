"""The pages of surveys at the desk."""
