"""What offices do with the register of households that need help first."""
