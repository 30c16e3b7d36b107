"""`/open311/`: what programs of partners speak with."""
