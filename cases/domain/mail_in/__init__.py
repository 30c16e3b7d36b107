"""Mail that reporters send: reading it, keeping it in the case, answering what could not be kept."""
