"""The one error of this package: a sentence for the person at the terminal."""


class EmbeddedError(Exception):
    """A service cannot be started or used; the message says why and what to do."""
