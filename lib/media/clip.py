"""What a clip is: its tracks by FFmpeg's MOV reader, its turn and its soundness by its first frame."""

from dataclasses import replace
from pathlib import Path
from time import monotonic

import av
from av.container import InputContainer

from lib.facts import Flaw, Kind, MediaInfo
from lib.media.boxes import Layout, layout
from lib.media.container import MOST_PIXELS, open_media
from lib.media.signature import signature
from lib.media.sound import read_track
from lib.media.track import Walk, picture_track, shape_shown, walk

_MICROSECONDS = 1_000_000


def read_clip(path: Path, facts: MediaInfo, ends: float) -> MediaInfo:
    """Add a clip's facts to `facts`, which tell its format and size in bytes; `ends` is a time of `monotonic`.

    A file without a picture track comes back as a sound (`m4a`), and one named a sound that has one as a clip.
    """
    with path.open("rb") as file:
        plan = layout(file, facts.size_bytes)
    if plan.excessive:
        return replace(facts, flaw=Flaw.TOO_SLOW)
    try:
        with open_media(path, facts.format, seconds=ends - monotonic()) as container:
            facts = _read(container, facts, plan, ends)
    except av.error.ExitError:
        return replace(facts, flaw=Flaw.TOO_SLOW)
    except av.FFmpegError:
        return replace(facts, flaw=Flaw.TRUNCATED if plan.truncated else Flaw.UNDECODABLE)
    return replace(facts, flaw=Flaw.TRUNCATED) if plan.truncated else facts


def _read(container: InputContainer, facts: MediaInfo, plan: Layout, ends: float) -> MediaInfo:
    pictures = picture_track(container)
    sound = next(iter(container.streams.audio), None)
    if pictures is None and sound is not None:
        return read_track(container, sound, _named(facts, "m4a"), ends)
    if pictures is None:
        return replace(facts, flaw=Flaw.UNDECODABLE)
    if facts.kind is Kind.SOUND:
        facts = _named(facts, "mp4")
    facts = replace(facts, has_audio=sound is not None, audio_codec=_codec_name(sound))
    if pictures.codec_context is None:
        return replace(facts, flaw=Flaw.UNDECODABLE)
    facts = _with_track(container, pictures, facts)
    if (facts.width or 0) * (facts.height or 0) > MOST_PIXELS:
        return replace(facts, flaw=Flaw.TOO_MANY_PIXELS)
    walked = walk(container, pictures, to_the_end=plan.fragmented, ends=ends)
    return _with_walk(pictures, facts, walked, measured=plan.fragmented)


def _named(facts: MediaInfo, name: str) -> MediaInfo:
    found = signature(name)
    return replace(facts, kind=found.kind, format=found.format, mime=found.mime)


def _codec_name(track: av.AudioStream | av.VideoStream | None) -> str | None:
    """Name the codec and not the decoder: `av1` and not `libdav1d`."""
    return track.codec_context.codec.canonical_name if track is not None and track.codec_context else None


def _with_track(container: InputContainer, track: av.VideoStream, facts: MediaInfo) -> MediaInfo:
    """Add what the tables say; the container's own length goes by its longest track, often the sound."""
    seconds: float | None = None
    if track.duration and track.time_base:
        seconds = float(track.duration * track.time_base)
    elif container.duration:
        seconds = container.duration / _MICROSECONDS
    return replace(
        facts,
        video_codec=_codec_name(track),
        width=track.width or None,
        height=track.height or None,
        seconds=None if seconds is None else round(seconds, 3),
        fps=round(float(track.average_rate), 3) if track.average_rate else None,
    )


def _with_walk(track: av.VideoStream, facts: MediaInfo, walked: Walk, *, measured: bool) -> MediaInfo:
    """Add what the first frame says, and where `measured` the length that was counted."""
    if walked.frame is None:
        return replace(facts, flaw=Flaw.UNDECODABLE if walked.finished else Flaw.TOO_SLOW)
    width, height = shape_shown(track, walked.frame)
    facts = replace(facts, width=width, height=height)
    if measured and walked.seconds > 0:
        facts = replace(facts, seconds=round(walked.seconds, 3), fps=round(walked.pictures / walked.seconds, 3))
    return facts if walked.finished else replace(facts, flaw=Flaw.TOO_SLOW)
