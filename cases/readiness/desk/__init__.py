"""What officers see of the readiness of their unit, and of the units below their office."""
