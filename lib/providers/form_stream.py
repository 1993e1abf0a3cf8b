"""A form with one file at its end, read as it is sent: of the file, no more than a piece is ever held."""

import io
import os
from collections.abc import Sequence
from typing import BinaryIO

from urllib3 import encode_multipart_formdata
from urllib3.fields import RequestField
from urllib3.filepost import choose_boundary

from lib.providers.provider import Progress


class FormStream:
    """The body of a multipart request; requests reads it like a file, and asks for its length."""

    def __init__(self, fields: Sequence[tuple[str, str]], file_name: str, stream: BinaryIO, progress: Progress) -> None:
        """Put the form together.

        Args:
            fields: name and value of what comes before the file.
            file_name: the file's name in the form.
            stream: the file, from its first byte on.
            progress: told the bytes of the form that were read, and in all.
        """
        boundary = choose_boundary()
        file = RequestField("file", b"", filename=file_name)
        file.make_multipart()
        form, self.content_type = encode_multipart_formdata([*fields, file], boundary)
        end = f"\r\n--{boundary}--\r\n".encode()
        # The form with an empty file, cut where the file's bytes belong.
        self._length = len(form) + os.fstat(stream.fileno()).st_size
        self._parts: list[BinaryIO] = [io.BytesIO(form.removesuffix(end)), stream, io.BytesIO(end)]
        self._progress = progress
        self._done = 0

    def __len__(self) -> int:
        """Give the bytes of the whole form."""
        return self._length

    def read(self, size: int = -1) -> bytes:
        """Give the next bytes, at most `size`; none at the end."""
        while self._parts:
            piece = self._parts[0].read(size)
            if piece:
                self._done += len(piece)
                self._progress(self._done, self._length)
                return piece
            self._parts.pop(0)
        return b""
