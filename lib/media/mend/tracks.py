"""What a clip's tracks are, of any container that a repair reads: what the check's facts leave out."""

from dataclasses import dataclass
from time import monotonic

import av
from av.container import InputContainer

from lib.media.container import MOST_PIXELS
from lib.media.mend.bench import Bench
from lib.media.mend.formats import CLIP_DEMUXERS
from lib.media.mend.limits import MendFailed, failed
from lib.media.track import Walk, picture_track, shape_shown, walk

_SECONDS = 20.0
_MICROSECONDS = 1_000_000
# A transport stream says what is in it only by and by.
_PROBE_BYTES = 2 << 20
# ITU-T H.273: PQ and HLG. Shown without conversion, such a clip is grey and pale.
_HIGH_DYNAMIC_RANGE = {16, 18}


@dataclass(frozen=True, kw_only=True)
class Tracks:
    """The picture track that moves, and the first sound that FFmpeg can decode.

    Attributes:
        index: of the picture track in the container.
        sound_index: of the sound, None where there is none.
        width: pixels as shown: square, and turned upright.
        height: the same.
        as_stored: what is stored is what is shown: not turned, and with square pixels.
        codec: of the pictures, as FFmpeg names it.
        sound_codec: the same of the sound.
        pixel_format: as FFmpeg names it (yuv420p, yuv420p10le, ...).
        high_dynamic_range: PQ or HLG.
        seconds: None where the container doesn't say and it can't be counted.
        frame_seconds: how long a frame is shown, in the mean.
    """

    index: int
    sound_index: int | None
    width: int
    height: int
    as_stored: bool
    codec: str
    sound_codec: str | None
    pixel_format: str
    high_dynamic_range: bool
    seconds: float | None
    frame_seconds: float


def read_tracks(bench: Bench) -> Tracks:
    """Open the clip and decode its first frame.

    Raises:
        MendFailed: there is no picture track that can be decoded, or its frames have too many pixels.
    """
    format_name = bench.facts.format
    if format_name not in CLIP_DEMUXERS:
        raise failed(f"There is no reader for a clip like this ({format_name.upper() or 'unknown'}).")
    try:
        with _open(bench) as container:
            tracks = _read(container, to_the_end=False)
        if tracks.seconds is None:  # what a browser has recorded
            with _open(bench) as container:
                tracks = _read(container, to_the_end=True)
    except av.FFmpegError as error:
        raise _damaged() from error
    return tracks


def _open(bench: Bench) -> InputContainer:
    options = {
        "protocol_whitelist": "file",
        "max_pixels": str(MOST_PIXELS),
        "threads": "1",
        "probesize": str(_PROBE_BYTES),
    }
    demuxer = CLIP_DEMUXERS[bench.facts.format]
    path = str(bench.source.absolute())
    return av.open(path, format=demuxer, metadata_errors="replace", timeout=_SECONDS, options=options)


def _read(container: InputContainer, *, to_the_end: bool) -> Tracks:
    track = picture_track(container)
    if track is None or track.codec_context is None:
        raise _damaged()
    sound = next((track for track in container.streams.audio if track.codec_context is not None), None)
    walked = walk(container, track, to_the_end=to_the_end, ends=monotonic() + _SECONDS)
    if walked.frame is None:
        raise _damaged()
    width, height = shape_shown(track, walked.frame)
    if width * height > MOST_PIXELS:
        raise failed(f"The clip's frames are too big: {width} x {height} pixels.")
    rate = track.average_rate or track.guessed_rate
    return Tracks(
        index=track.index,
        sound_index=None if sound is None else sound.index,
        width=width,
        height=height,
        as_stored=(width, height, walked.frame.rotation) == (walked.frame.width, walked.frame.height, 0),
        codec=track.codec_context.codec.canonical_name,
        sound_codec=sound.codec_context.codec.canonical_name if sound is not None else None,
        pixel_format=walked.frame.format.name,
        high_dynamic_range=walked.frame.color_trc in _HIGH_DYNAMIC_RANGE,
        seconds=_seconds(container, track, walked, counted=to_the_end),
        frame_seconds=float(1 / rate) if rate else 0.0,
    )


def _seconds(container: InputContainer, track: av.VideoStream, walked: Walk, *, counted: bool) -> float | None:
    if counted:
        return walked.seconds or None
    if track.duration and track.time_base:
        return float(track.duration * track.time_base)
    return container.duration / _MICROSECONDS if container.duration else None


def _damaged() -> MendFailed:
    return failed("The clip can't be read: it is damaged, or nothing in it is a moving picture.")
