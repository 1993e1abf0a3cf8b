"""The verdict that a request can't become a video."""


class Unusable(Exception):
    """The request can't become a video; the task fails with this code and message."""

    def __init__(self, message: str, *, code: str = "InvalidParameter") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
