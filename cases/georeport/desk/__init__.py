"""Where the center gives keys to partners and takes them back."""
