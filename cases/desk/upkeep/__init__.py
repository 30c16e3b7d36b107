"""One page each morning: what of the system has to be put right."""
