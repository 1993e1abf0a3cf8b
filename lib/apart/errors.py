"""How a piece of work in another process can end without an answer."""


class ApartError(Exception):
    """The work gave no answer; the process that did it is gone, and another takes its place."""


class Broke(ApartError):
    """The process died of it: a crash inside a decoder, or the system ended it."""


class TookTooLong(ApartError):
    """It gave no sign of life for as long as it was allowed to, or used up its processor time."""


class TooMuchMemory(ApartError):
    """It asked for more memory than it was given."""


class Unexpected(Exception):
    """The work raised what no caller expects: a mistake of ours; the text is its traceback over there."""
