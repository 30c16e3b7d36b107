"""The citizen's side: request form and tracking."""
