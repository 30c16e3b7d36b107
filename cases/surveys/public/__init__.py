"""What people see who answer by themselves."""
