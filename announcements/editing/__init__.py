"""What editors see under /cms/ beyond the pages themselves."""
