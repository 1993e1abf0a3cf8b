"""The form of an upload, read as it streams in: small fields first, then one file straight to disk."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO, Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from lib.sandbox.answers import StorageRefusal

_FIELD_BYTES: Final = 64 * 1024


class UploadForm:
    """A multipart form whose last part is `file`. Memory stays at one chunk, whatever the file weighs.

    Attributes:
        fields: name to value, in the order of the form, without the file.
        size: bytes of the file so far.
    """

    def __init__(self, content_type: str, target: Path, *, largest_bytes: int) -> None:
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or not options.get(b"boundary"):
            raise StorageRefusal(
                412, "PreconditionFailed", "Bucket POST must be of the enclosure-type multipart/form-data."
            )
        self.fields: dict[str, str] = {}
        self.size = 0
        self._target = target
        self._largest = largest_bytes
        self._file: BinaryIO | None = None
        self._seen_file = False
        self._finished = False
        self._header = b""
        self._header_value = b""
        self._disposition = b""
        self._name = ""
        self._value = b""
        self._refusal: StorageRefusal | None = None
        self._parser = MultipartParser(
            options[b"boundary"],
            {
                "on_part_begin": self._on_part_begin,
                "on_header_field": self._on_header_field,
                "on_header_value": self._on_header_value,
                "on_header_end": self._on_header_end,
                "on_headers_finished": self._on_headers_finished,
                "on_part_data": self._on_part_data,
                "on_part_end": self._on_part_end,
                "on_end": self._on_end,
            },
        )

    async def read(self, stream: AsyncIterator[bytes]) -> None:
        """Read the whole form.

        Raises:
            StorageRefusal: not a form, the file is not last, or it is too large. The rest of the body is read and
                dropped first: a client that is still sending would see a broken pipe instead of the answer.
        """
        try:
            async for chunk in stream:
                if self._refusal is None:
                    await run_in_threadpool(self._write, chunk)
        finally:
            if self._file is not None:
                self._file.close()
        if self._refusal is not None:
            raise self._refusal
        if not self._finished:
            raise _malformed()
        if not self._seen_file:
            raise StorageRefusal(400, "IncorrectNumberOfFilesInPOSTRequest", "POST requires exactly one file upload.")

    def _write(self, chunk: bytes) -> None:
        try:
            self._parser.write(chunk)
        except FormParserError:
            self._refusal = _malformed()
        except StorageRefusal as refusal:
            self._refusal = refusal

    def _on_part_begin(self) -> None:
        if self._seen_file:
            raise StorageRefusal(400, "InvalidArgument", "The file must be the last field of the form.")
        self._disposition = b""

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._header_value
        self._header = self._header_value = b""

    def _on_headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._value = b""
        if not self._name:
            raise _malformed()
        if self._name == "file":
            self._seen_file = True
            self._file = self._target.open("wb")

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self.size += self._file.write(data[start:end])
            if self.size > self._largest:
                raise StorageRefusal(
                    400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size."
                )
            return
        self._value += data[start:end]
        if len(self._value) > _FIELD_BYTES:
            raise StorageRefusal(400, "FieldItemTooLong", "Your post form fields items too long.")

    def _on_part_end(self) -> None:
        if self._file is None:
            if self._name in self.fields:
                raise StorageRefusal(400, "InvalidArgument", f"The field {self._name} is given twice.")
            self.fields[self._name] = self._value.decode("utf-8", "replace")

    def _on_end(self) -> None:
        self._finished = True


def _malformed() -> StorageRefusal:
    return StorageRefusal(
        400, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data."
    )
