"""Papers of the committee: what stands on each, in Thai whatever language the page has."""
