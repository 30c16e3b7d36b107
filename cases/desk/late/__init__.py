"""What is late, for those who were told of it: the list, urging, what was found out, the report to the governor."""
