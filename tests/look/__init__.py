"""The look: templates, stylesheet, fonts and components."""
