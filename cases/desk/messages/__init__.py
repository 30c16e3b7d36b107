"""Mail that did not leave, for the head of the joint center."""
