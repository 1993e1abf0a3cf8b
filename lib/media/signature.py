"""What the first bytes of a file say it is; its name is never asked.

Formats that no model takes are recognised too, so that a person reads "this is a HEIC picture" and not "unknown file".
"""

import re
from dataclasses import dataclass

from lib.facts import Kind

# Enough for every signature below, for a text's first words, and for what stands before `<svg`.
HEAD_BYTES = 4096


@dataclass(frozen=True, kw_only=True)
class Signature:
    """What a file is by its first bytes: kind, short name, media type."""

    kind: Kind
    format: str
    mime: str


UNRECOGNISED = Signature(kind=Kind.UNKNOWN, format="", mime="application/octet-stream")

_MIMES = {
    Kind.PICTURE: {
        "jpeg": "image/jpeg",
        "png": "image/png",
        "bmp": "image/bmp",
        "webp": "image/webp",
        "gif": "image/gif",
        "tiff": "image/tiff",
        "heic": "image/heic",
        "avif": "image/avif",
        "jxl": "image/jxl",
        "psd": "image/vnd.adobe.photoshop",
        "ico": "image/vnd.microsoft.icon",
        "svg": "image/svg+xml",
    },
    Kind.CLIP: {
        "mp4": "video/mp4",
        "mov": "video/quicktime",
        "3gp": "video/3gpp",
        "webm": "video/webm",
        "mkv": "video/x-matroska",
        "avi": "video/x-msvideo",
        "flv": "video/x-flv",
        "wmv": "video/x-ms-wmv",
        "mpeg": "video/mpeg",
        "ts": "video/mp2t",
    },
    Kind.SOUND: {
        "wav": "audio/wav",
        "rf64": "audio/wav",
        "mp3": "audio/mpeg",
        "flac": "audio/flac",
        "ogg": "audio/ogg",
        "m4a": "audio/mp4",
        "aac": "audio/aac",
        "aiff": "audio/aiff",
        "amr": "audio/amr",
        "midi": "audio/midi",
    },
    Kind.UNKNOWN: {
        "pdf": "application/pdf",
        "zip": "application/zip",
        "gzip": "application/gzip",
        "rar": "application/vnd.rar",
        "7z": "application/x-7z-compressed",
        "exe": "application/octet-stream",
        "html": "text/html",
        "xml": "text/xml",
        "m3u8": "application/vnd.apple.mpegurl",
        "ffconcat": "text/plain",
        "text": "text/plain",
    },
}
_SIGNATURES = {
    name: Signature(kind=kind, format=name, mime=mime) for kind, mimes in _MIMES.items() for name, mime in mimes.items()
}

_STARTS = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"II+\0", "tiff"),
    (b"MM\0+", "tiff"),
    (b"\xff\x0a", "jxl"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "jxl"),
    (b"8BPS", "psd"),
    (b"\0\0\1\0", "ico"),
    (b"FLV\1", "flv"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "wmv"),
    (b"\0\0\1\xba", "mpeg"),
    (b"\0\0\1\xb3", "mpeg"),
    (b"RF64", "rf64"),
    (b"BW64", "rf64"),
    (b"ID3", "mp3"),
    (b"fLaC", "flac"),
    (b"OggS", "ogg"),
    (b"#!AMR", "amr"),
    (b"MThd", "midi"),
    (b"%PDF-", "pdf"),
    (b"PK\3\4", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!\x1a\7", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"MZ", "exe"),
    (b"\x7fELF", "exe"),
)
_RIFF_FORMS = {b"WAVE": "wav", b"WEBP": "webp", b"AVI ": "avi"}

# Brands of ISO base media files that are not plain mp4 (mp4ra.org, "Brands").
_BRANDS = {
    b"qt  ": "mov",
    b"M4A ": "m4a",
    b"M4B ": "m4a",
    b"avif": "avif",
    b"avis": "avif",
    b"heic": "heic",
    b"heix": "heic",
    b"heim": "heic",
    b"heis": "heic",
    b"hevc": "heic",
    b"hevx": "heic",
    b"mif1": "heic",
    b"msf1": "heic",
}
_BRAND_BYTES = 4
# QuickTime before 2003 has no `ftyp`; a file then starts with one of these boxes.
_BARE_BOXES = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}

# Sizes of the header that follows `BM` and twelve bytes more: OS/2's and Windows', the ones that Pillow reads.
_BMP_HEADERS = {size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124)}

_TS_PACKET = 188
_ADTS_SYNC, _MPEG_SYNC = 0xFFF, 0x7FF
_LAYER_THREE = 1
_RESERVED_RATE = 3

_TEXT_FORMS = (
    (re.compile(rb"#EXTM3U"), "m3u8"),
    (re.compile(rb"ffconcat|file\s+['\"/\w]", re.IGNORECASE), "ffconcat"),
    (
        re.compile(rb"(?:<\?xml.*?)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE\s+svg.*?>\s*)?<svg\b", re.IGNORECASE | re.DOTALL),
        "svg",
    ),
    (re.compile(rb"(?:<!--.*?-->\s*)*<(?:!DOCTYPE\s+html|html|head|body|script)\b", re.IGNORECASE | re.DOTALL), "html"),
    (re.compile(rb"<\?xml"), "xml"),
)
_LONGEST_CHARACTER = 4
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def recognise(head: bytes) -> Signature:
    """Tell a file's kind and format from its first `HEAD_BYTES` bytes (or all of them, where there are fewer)."""
    name = _by_start(head) or _by_container(head) or _by_sync(head) or _by_text(head)
    return _SIGNATURES.get(name, UNRECOGNISED)


def signature(name: str) -> Signature:
    """Give the signature of a format by its short name, for a file whose tracks say more than its first bytes."""
    return _SIGNATURES[name]


def _by_start(head: bytes) -> str:
    if head[:2] == b"BM" and head[14:18] in _BMP_HEADERS:
        return "bmp"
    return next((name for start, name in _STARTS if head.startswith(start)), "")


def _by_container(head: bytes) -> str:
    """Formats whose first box or chunk says what the rest is."""
    match head[:4], head[4:8], head[8:12]:
        case b"RIFF", _, form:
            return _RIFF_FORMS.get(form, "")
        case b"FORM", _, b"AIFF" | b"AIFC":
            return "aiff"
        case b"\x1a\x45\xdf\xa3", _, _:
            return "webm" if b"webm" in head[:64] else "mkv"
        case _, b"ftyp", brand if len(brand) == _BRAND_BYTES:
            return _BRANDS.get(brand, "3gp" if brand.startswith(b"3g") else "mp4")
        case _, name, _ if name in _BARE_BOXES:
            return "mov"
    return ""


def _by_sync(head: bytes) -> str:
    """MPEG sound and transport streams have no signature but a pattern at the start of each frame or packet."""
    if head[:1] == b"G" == head[_TS_PACKET : _TS_PACKET + 1] and not head[:_TS_PACKET].isascii():
        return "ts"
    bits = int.from_bytes(head[:4])
    if bits >> 20 == _ADTS_SYNC and bits >> 17 & 3 == 0:
        return "aac"
    # ISO/IEC 11172-3, 2.4.1.3: eleven bits of sync, version, layer, ..., bitrate, rate; some values are reserved.
    version, layer, bitrate, rate = bits >> 19 & 3, bits >> 17 & 3, bits >> 12 & 15, bits >> 10 & 3
    is_frame = bits >> 21 == _MPEG_SYNC and layer == _LAYER_THREE
    return "mp3" if is_frame and version != 1 and bitrate not in {0, 15} and rate != _RESERVED_RATE else ""


def _by_text(head: bytes) -> str:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    name = next((name for form, name in _TEXT_FORMS if form.match(text)), "")
    if name or not text or _CONTROL.search(head):
        return name
    try:
        head.decode()
    except UnicodeDecodeError as error:
        # The last character of a longer text may be cut in two.
        return "text" if len(head) == HEAD_BYTES and error.start > HEAD_BYTES - _LONGEST_CHARACTER else ""
    return "text"
