"""A text that is sent again and again: compressed once, and not at all to whoever has it already."""

import gzip
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import brotli
from starlette.datastructures import Headers
from starlette.responses import Response

# What has a hash of its content in its name never changes.
FOR_EVER = "public, max-age=31536000, immutable"
# May be kept, and is asked after each time.
ASK_AGAIN = "no-cache"
# Of brotli's eleven: beyond it a text takes many times the time for a hundredth of its size.
_QUALITY = 6
_SMALLEST = 400


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A whole text with its media type and how long a browser may keep it."""

    body: bytes
    kind: str
    keep: str = FOR_EVER
    vary: str = "Accept-Encoding"

    @cached_property
    def mark(self) -> str:
        """Give what tells it from another one."""
        return sha256(self.body).hexdigest()[:16]

    @cached_property
    def _brotli(self) -> bytes:
        return bytes(brotli.compress(self.body, quality=_QUALITY))

    @cached_property
    def _gzip(self) -> bytes:
        return gzip.compress(self.body, compresslevel=6, mtime=0)

    def answer(self, asked: Headers, *, keep: str = "") -> Response:
        """Give the answer to a request that has these headers."""
        etag = f'"{self.mark}"'
        headers = {"Cache-Control": keep or self.keep, "ETag": etag, "Vary": self.vary}
        # A proxy that compresses by itself makes the mark a weak one.
        if etag in asked.get("if-none-match", "").replace("W/", ""):
            return Response(status_code=304, headers=headers)
        headers["X-Content-Type-Options"] = "nosniff"
        body, accepted = self.body, asked.get("accept-encoding", "")
        if len(body) >= _SMALLEST and "br" in accepted:
            body, headers["Content-Encoding"] = self._brotli, "br"
        elif len(body) >= _SMALLEST and "gzip" in accepted:
            body, headers["Content-Encoding"] = self._gzip, "gzip"
        return Response(body, media_type=self.kind, headers=headers)
