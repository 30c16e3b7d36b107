"""Events at the desk."""
