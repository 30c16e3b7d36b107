"""The citizen's side: request and tracking."""
