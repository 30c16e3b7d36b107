"""Sending documents round and having them received: to whom, sending, receiving, proof, reminders (S1.22)."""
