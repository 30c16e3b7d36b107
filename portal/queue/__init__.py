"""The queue of background work: who works on it, what died and is run again, what nobody could finish.

The queue itself is django-tasks with its database backend; this room adds what makes it whole on one machine without a
supervisor of its own.
"""
