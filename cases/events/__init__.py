"""Events: a flood or storm as work for many organizations at once (issue 14; docs/events.md)."""
