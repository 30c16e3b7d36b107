"""Pages of households at the desk."""
