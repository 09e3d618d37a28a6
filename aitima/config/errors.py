"""Errors of configuration, in a module that imports nothing."""


class ImproperEnvironment(Exception):
    """A setting is unknown or malformed; the message names it and what is allowed."""
