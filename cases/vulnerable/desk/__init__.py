"""The register of households that need help first at the desk."""
