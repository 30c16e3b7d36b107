"""Events: a flood or storm as work for many organizations at once (issue 14; many.md, part B)."""
