"""Errors that an operator can mend, in a module that imports nothing."""


class CannotRun(Exception):
    """Something stands in the way; the message is one line that names the remedy."""
