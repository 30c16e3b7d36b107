"""Pages of trips: for the desk and for the crew."""
