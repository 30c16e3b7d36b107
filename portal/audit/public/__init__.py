"""What everybody may see of the record: that it is whole."""
