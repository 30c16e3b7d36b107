"""The checks of the ground floor. Those of the rooms above stand in the rooms; the settings name all modules."""
