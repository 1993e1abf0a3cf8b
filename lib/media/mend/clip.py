"""Every repair of a clip: an H.264 MP4 that is upright, cut to the frame, within its sides and its bytes."""

from dataclasses import dataclass
from pathlib import Path

import av

from lib.media.container import open_media
from lib.media.mend.bench import MADE, Bench
from lib.media.mend.ffmpeg import THREADS, reading, run
from lib.media.mend.formats import CLIP_DEMUXERS, CLIP_FORMAT
from lib.media.mend.limits import Limits, MendFailed, Repair, background, failed
from lib.media.mend.part import Part, part_of
from lib.media.mend.shape import Shape, shape_within
from lib.media.mend.tracks import Tracks, read_tracks

# Good enough to be looked at on a big screen, at a speed that two shared cores bear.
_CRF = 20
_SOUND_BITS = 128_000
# The container's tables take some of the bytes.
_PICTURE_SHARE = 0.94
_LEAST_BITS = 40_000
_MOST_BITS = 50_000_000
_TRIES = 3
# The last frame of AAC and the container's own rounding.
_MARGIN_SECONDS = 0.05
# Headers are not that exact.
_LENGTH_UNSURE_SECONDS = 0.5
_SECONDS_TO_LOOK = 5.0
# Codecs of an MP4 that every player knows, and containers whose packets can be moved into one as they are.
_COPIED_SOUNDS = {None, "aac"}
_COPIED_CONTAINERS = {"mp4", "mov", "3gp", "mkv", "flv"}
# From PQ or HLG to what an ordinary screen shows (BT.709); Hable's curve keeps the faces and rolls off the lights.
_TONE_MAP = "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv"


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """One encoding: which part, which shape, and how many bits a second the pictures may take."""

    tracks: Tracks
    part: Part
    shape: Shape
    ground: str
    bits: int


def mend_clip(bench: Bench) -> Path:
    """Write an MP4 (H.264, yuv420p, AAC, its header in front) that keeps to the limits; give its path.

    Packets are copied where only the container is wrong. Metadata, place and camera among them, stay behind.

    Raises:
        MendFailed: the clip can't be read, or not be made to fit, or the picked range is none of it.
        MendStopped: the person stopped it; FFmpeg is gone.
    """
    bench.reached(0.0)
    tracks = read_tracks(bench)
    margin = max(_MARGIN_SECONDS, tracks.frame_seconds)
    part = part_of(tracks.seconds, bench.limits, bench.choice, margin=margin)
    target = bench.folder / "clip.mp4"
    if _copied(bench, tracks, part):
        try:
            _write(bench, target, reading(bench.source, CLIP_DEMUXERS[bench.facts.format]), _copying(tracks), part)
        except MendFailed:
            _encode(bench, tracks, part, target)  # an MP4 doesn't hold every packet
    else:
        _encode(bench, tracks, part, target)
    _check_whole(target, part, tracks)
    return target


def _copied(bench: Bench, tracks: Tracks, part: Part) -> bool:
    """Tell whether only the container is wrong."""
    shape = shape_within(tracks.width, tracks.height, bench.limits, step=2)
    return (
        bench.repair is Repair.CLIP_CONVERT
        and bench.facts.format in _COPIED_CONTAINERS
        and (tracks.codec, tracks.pixel_format) == ("h264", "yuv420p")
        and tracks.sound_codec in _COPIED_SOUNDS
        and tracks.as_stored
        and (shape.canvas_width, shape.canvas_height) == (tracks.width, tracks.height)
        and (part.start, part.seconds) == (0.0, tracks.seconds)
        and bench.facts.size_bytes <= bench.limits.max_bytes * _PICTURE_SHARE
    )


def _encode(bench: Bench, tracks: Tracks, part: Part, target: Path) -> None:
    """Encode; where the result is still too big, once more with fewer bits."""
    seconds = part.seconds or tracks.seconds
    bits = _bits_within(bench.limits, seconds, sound=tracks.sound_index is not None)
    shape = shape_within(tracks.width, tracks.height, bench.limits, step=2)
    source = reading(bench.source, CLIP_DEMUXERS[bench.facts.format], start=part.start or None, seconds=part.seconds)
    ground = "0x{:02x}{:02x}{:02x}".format(*background(bench.choice))
    for _ in range(_TRIES):
        plan = _Plan(tracks=tracks, part=part, shape=shape, ground=ground, bits=bits)
        _write(bench, target, source, _encoding(plan), part)
        size = target.stat().st_size
        if size <= bench.limits.max_bytes:
            return
        bits = round(bits * 0.9 * bench.limits.max_bytes / size)
    raise failed(f"The clip can't be made to fit into {bench.limits.max_bytes:,} bytes.", "Trim it, then try again.")


def _check_whole(target: Path, part: Part, tracks: Tracks) -> None:
    """Refuse what ends before the length that the clip's header claims: FFmpeg makes half a clip of half a file.

    The longest track counts, as it does in most headers: the sound may well outlast the pictures.
    """
    try:
        with open_media(target, CLIP_FORMAT, seconds=_SECONDS_TO_LOOK) as container:
            found = (container.duration or 0) / av.time_base
    except av.FFmpegError as error:
        raise failed("Nothing of the clip can be read, or nothing is in the picked part.") from error
    if part.seconds is not None and found < part.seconds - tracks.frame_seconds - _LENGTH_UNSURE_SECONDS:
        raise failed(f"Only {found:.1f} s of the clip can be read: a part of it is missing.", "Bring the whole clip.")


def _bits_within(limits: Limits, seconds: float | None, *, sound: bool) -> int:
    """Give the bits a second that fit. The encoder may be a second ahead of its rate."""
    if seconds is None:
        return _MOST_BITS
    bits = round(limits.max_bytes * 8 * _PICTURE_SHARE / (seconds + 1)) - _SOUND_BITS * sound
    return min(max(bits, _LEAST_BITS), _MOST_BITS)


def _write(bench: Bench, target: Path, source: list[str], how: list[str], part: Part) -> None:
    run(
        [*source, *how, "-map_metadata", "-1", "-map_chapters", "-1", "-movflags", "+faststart", "-f", "mp4"],
        target,
        seconds=part.seconds,
        progress=lambda share: bench.reached(MADE * share),
        stopped=bench.stopped,
    )


def _chosen(tracks: Tracks) -> list[str]:
    sound = [] if tracks.sound_index is None else ["-map", f"0:{tracks.sound_index}"]
    return ["-map", f"0:{tracks.index}", *sound]


def _copying(tracks: Tracks) -> list[str]:
    return [*_chosen(tracks), "-c", "copy"]


def _encoding(plan: _Plan) -> list[str]:
    return [
        *_chosen(plan.tracks),
        *("-vf", ",".join(_filters(plan)), "-c:v", "libx264", "-preset", "veryfast", "-crf", str(_CRF)),
        *("-maxrate", str(plan.bits), "-bufsize", str(plan.bits), "-pix_fmt", "yuv420p", "-threads", str(THREADS)),
        *("-c:a", "aac", "-b:a", str(_SOUND_BITS), "-ar", "48000", "-ac", "2"),
    ]


def _filters(plan: _Plan) -> list[str]:
    """Give the way of a frame. FFmpeg has turned it upright before the first of these."""
    shape = plan.shape
    pad = f"pad={shape.canvas_width}:{shape.canvas_height}:(ow-iw)/2:(oh-ih)/2:color={plan.ground}"
    return [
        *([_TONE_MAP] if plan.tracks.high_dynamic_range else []),
        f"scale={shape.width}:{shape.height}",
        "setsar=1",
        *([pad] if shape.padded else []),
    ]
