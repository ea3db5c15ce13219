"""The one family of errors that Détente raises for its user: the message says what to do."""


class DetenteError(Exception):
    """Something the user can mend: a file that cannot be read, a state that nobody knows, a date out of order."""
