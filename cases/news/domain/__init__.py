"""Who is told, what is sent, and how an account and a request find each other."""
