"""The register of households that need help first."""
