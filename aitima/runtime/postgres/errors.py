"""Errors of the embedded database, in a module that imports nothing."""


class DatabaseFailed(Exception):
    """The embedded database cannot run; the message is one sentence with the remedy."""
