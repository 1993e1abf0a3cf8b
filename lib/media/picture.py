"""What a picture is: its header by Pillow, its wholeness by its own structure; a bomb is never unpacked."""

from dataclasses import replace
from pathlib import Path

from lib.facts import Flaw, MediaInfo
from lib.media.gif import count_frames
from lib.media.jpeg import first_row_decodes, follow
from lib.media.openers import BROKEN, OPENERS, orientation
from lib.media.png import check_chunks
from lib.media.webp import read_header

# WebP and packed BMP carry no checksum: they are unpacked to know, up to the size of a good camera's picture.
_MOST_PIXELS_TO_KNOW = 16_000_000
# A JPEG three times as big as any model takes is not read to its end.
_MOST_BYTES_TO_FOLLOW = 64 << 20
# The EXIF orientations that swap the sides.
_LYING = {5, 6, 7, 8}


def read_picture(path: Path, facts: MediaInfo) -> MediaInfo:
    """Add a picture's facts to `facts`, which tell its format and size in bytes; no pixel of a big one is unpacked.

    Formats that no model takes come back as they are.
    """
    match facts.format:
        case "jpeg":
            return _read_jpeg(path, facts)
        case "png":
            return _read_png(path, facts)
        case "webp":
            return _read_webp(path, facts)
        case "bmp":
            return _read_bmp(path, facts)
        case "gif":
            return _read_gif(path, facts)
        case _:
            return facts


def _with_header(path: Path, facts: MediaInfo) -> MediaInfo:
    """Add what Pillow reads from the header alone."""
    try:
        with OPENERS[facts.format](path) as picture:
            turned = orientation(picture) in _LYING
            return replace(
                facts,
                width=picture.height if turned else picture.width,
                height=picture.width if turned else picture.height,
                color_mode=picture.mode,
                has_alpha=picture.has_transparency_data,
                frames=facts.frames or int(getattr(picture, "n_frames", 1)),
            )
    except BROKEN:
        return replace(facts, flaw=Flaw.UNDECODABLE)


def _unpacked(path: Path, facts: MediaInfo) -> MediaInfo:
    """Unpack a picture to know that it can be; for the formats without checksums only."""
    try:
        with OPENERS[facts.format](path) as picture:
            picture.load()
    except BROKEN:
        return replace(facts, flaw=Flaw.UNDECODABLE)
    return facts


def _pixels(facts: MediaInfo) -> int:
    return (facts.width or 0) * (facts.height or 0)


def _read_jpeg(path: Path, facts: MediaInfo) -> MediaInfo:
    with path.open("rb") as file:
        content = file.read(_MOST_BYTES_TO_FOLLOW)
    segments = follow(content)
    if segments.endless:
        return replace(facts, flaw=Flaw.UNDECODABLE)
    facts = _with_header(path, facts)
    if not segments.whole and len(content) == facts.size_bytes:
        return replace(facts, flaw=Flaw.TRUNCATED)
    return facts if first_row_decodes(content, segments) else replace(facts, flaw=Flaw.UNDECODABLE)


def _read_png(path: Path, facts: MediaInfo) -> MediaInfo:
    with path.open("rb") as file:
        chunks = check_chunks(file)
    if chunks.endless:
        return replace(facts, flaw=Flaw.UNDECODABLE)
    facts = _with_header(path, facts)
    if not chunks.whole:
        return replace(facts, flaw=Flaw.TRUNCATED)
    return facts if chunks.intact else replace(facts, flaw=Flaw.UNDECODABLE)


def _read_bmp(path: Path, facts: MediaInfo) -> MediaInfo:
    facts = _with_header(path, facts)
    if facts.flaw:
        return facts
    with OPENERS["bmp"](path) as picture:
        tile = picture.tile[0]
    if tile.codec_name == "raw":
        bytes_per_line = tile.args[1]
        promised = tile.offset + bytes_per_line * (facts.height or 0)
        return replace(facts, flaw=Flaw.TRUNCATED) if promised > facts.size_bytes else facts
    if _pixels(facts) > _MOST_PIXELS_TO_KNOW:
        return replace(facts, flaw=Flaw.TOO_MANY_PIXELS)
    return _unpacked(path, facts)


def _read_gif(path: Path, facts: MediaInfo) -> MediaInfo:
    with path.open("rb") as file:
        frames = count_frames(file)
    if not frames:
        return replace(facts, flaw=Flaw.UNDECODABLE)
    facts = _with_header(path, replace(facts, frames=frames))
    return facts if facts.flaw or _pixels(facts) > _MOST_PIXELS_TO_KNOW else _unpacked(path, facts)


def _read_webp(path: Path, facts: MediaInfo) -> MediaInfo:
    with path.open("rb") as file:
        header = read_header(file, facts.size_bytes)
    if header is None:
        return replace(facts, flaw=Flaw.UNDECODABLE)
    facts = replace(
        facts,
        width=header.width,
        height=header.height,
        has_alpha=header.has_alpha,
        frames=header.frames,
        color_mode="RGBA" if header.has_alpha else "RGB",
    )
    if not header.whole:
        return replace(facts, flaw=Flaw.TRUNCATED)
    if _pixels(facts) > _MOST_PIXELS_TO_KNOW:
        return facts
    return _unpacked(path, _with_header(path, facts))
