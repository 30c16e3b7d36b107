"""What the center does with programs of partners: keys, services, taking in, saying how it stands."""
