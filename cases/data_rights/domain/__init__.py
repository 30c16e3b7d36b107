"""What is decided about requests: who may take and answer them, what has to be done before, by when."""
