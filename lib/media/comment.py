"""The comment inside an MP4: read, and written into a copy whose pictures and sound are byte for byte the same."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import av
from av.container import InputContainer

from lib.errors import Failure, InputError
from lib.media.container import open_media

COMMENT = "comment"
# A form with both prompts at their longest comes to 40 kB; nobody's longer text is read into memory by name.
MOST_CHARACTERS = 200_000
_SECONDS = 20.0
# What FFmpeg's MP4 writer has a place for in iTunes' own list (libavformat/movenc.c). One tag beyond it, a service's
# mark of what was generated say, and all are written as QuickTime keys, which hold any name: nothing is dropped.
_PLACED = frozenset(
    {
        *("title", "artist", "album_artist", "composer", "album", "date", "encoder", "comment", "genre", "copyright"),
        *("grouping", "lyrics", "description", "synopsis", "show", "episode_id", "network", "keywords"),
        *("major_brand", "minor_version", "compatible_brands", "creation_time"),
    }
)


def read_comment(path: Path) -> str:
    """Give a clip's comment, empty where there is none, or the file is no MP4 or MOV."""
    try:
        with open_media(path, "mp4", seconds=_SECONDS) as container:
            found = container.metadata.get(COMMENT, "")
    except (av.FFmpegError, OSError):
        return ""
    return found if len(found) <= MOST_CHARACTERS else ""


def write_comment(source: Path, target: Path, text: str) -> None:
    """Write a copy of an MP4 with another comment: nothing is encoded anew, its index stands in front.

    Every other tag is kept. `target` is on the disk, whole and compared with the source when this returns.

    Raises:
        InputError: the file can't be copied so, or the copy is not the same film: `Studio.NotTagged`.
        OSError: the disk said no.
    """
    try:
        with open_media(source, "mp4", seconds=_SECONDS) as reading:
            tags = {**reading.metadata, COMMENT: text}
            _copy(reading, target, tags)
        same = _film(source) == _film(target) and read_comment(target) == text
    except av.FFmpegError as error:
        raise _not_tagged() from error
    if not same:
        raise _not_tagged()
    with target.open("rb") as written:
        os.fsync(written.fileno())


def _copy(reading: InputContainer, target: Path, tags: Mapping[str, str]) -> None:
    flags = "faststart" if _PLACED.issuperset(tags) else "faststart+use_metadata_tags"
    with av.open(str(target.absolute()), "w", format="mp4", options={"movflags": flags}) as writing:
        writing.metadata.update(tags)
        copies = {track.index: writing.add_stream_from_template(track) for track in reading.streams}
        for packet in reading.demux():
            if packet.dts is None:  # ends a track, and holds nothing
                continue
            packet.stream = copies[packet.stream.index]
            writing.mux(packet)


def _film(path: Path) -> list[tuple[str, int, str]]:
    """Give each track's codec, its packets and the hash of what they hold: the film itself, without its container."""
    with open_media(path, "mp4", seconds=_SECONDS) as container:
        hashes = [hashlib.sha256() for _ in container.streams]
        counts = [0 for _ in container.streams]
        for packet in container.demux():
            if packet.size:
                hashes[packet.stream.index].update(bytes(packet))
                counts[packet.stream.index] += 1
        names = [track.codec_context.name if track.codec_context else track.type for track in container.streams]
    return [(name, count, told.hexdigest()) for name, count, told in zip(names, counts, hashes, strict=True)]


def _not_tagged() -> InputError:
    return InputError(
        Failure(
            code="Studio.NotTagged",
            message="The settings can't be written into this video.",
            advice="The video itself is as it came; the settings are in the file beside it.",
        )
    )
