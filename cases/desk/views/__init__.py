"""Views of the desk: lists, the register, one case, its verbs, and the entry of a walk-in or call."""
