"""What an office does with trips."""
