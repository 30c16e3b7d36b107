"""The citizen's side: request form and tracking. docs/citizen.md explains how it works and why."""
