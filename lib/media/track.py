"""The picture track of an open clip: its first frame, the shape in which it is shown, and how long it lasts."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise
from statistics import median
from time import monotonic

import av
from av.container import InputContainer
from av.stream import Disposition

# How many packets may give nothing before the first frame: FFmpeg's own players go on after a broken one, too.
_MOST_PACKETS_TO_A_FRAME = 120
# Ten minutes at 60 frames a second.
_MOST_PACKETS = 36_000
# Recorders stretch the first or the last picture of a fragmented clip by the lead-in of the sound, some hundredths.
_STRETCHED_SECONDS = 0.1


@dataclass(frozen=True, kw_only=True)
class Walk:
    """What walking the packets gave.

    Attributes:
        frame: the first one decoded, None where none of the first packets gives one.
        pictures: packets that hold one.
        seconds: how long they last.
        finished: false where time ran out, or the clip has more pictures than any that is allowed.
    """

    frame: av.VideoFrame | None
    pictures: int
    seconds: float
    finished: bool


def picture_track(container: InputContainer) -> av.VideoStream | None:
    """Give the first track that moves; a cover picture inside a sound file is none."""
    cover = Disposition.attached_pic | Disposition.timed_thumbnails
    return next((track for track in container.streams.video if not track.disposition & cover), None)


def walk(container: InputContainer, track: av.VideoStream, *, to_the_end: bool, ends: float) -> Walk:
    """Decode up to the first frame; with `to_the_end`, count on without decoding. `ends` is a time of `monotonic`."""
    track.thread_type = "SLICE"  # frame threads would want several packets before they give a frame
    frame: av.VideoFrame | None = None
    times: list[int] = []
    last_lasts = 0
    finished = False
    for packet in islice(container.demux(track), _MOST_PACKETS):
        if monotonic() > ends:
            break
        if frame is None:
            frame = _first_frame(packet)
        if packet.size and packet.pts is not None:
            times.append(packet.pts)
            last_lasts = packet.duration or 0
        finished = packet.size == 0  # the packet that ends the track
        if not to_the_end and (frame is not None or len(times) >= _MOST_PACKETS_TO_A_FRAME):
            finished = True
            break
    seconds = _seconds(times, last_lasts, track.time_base or Fraction(0))
    return Walk(frame=frame, pictures=len(times), seconds=seconds, finished=finished)


def shape_stored(track: av.VideoStream, frame: av.VideoFrame) -> tuple[int, int]:
    """Give width and height of a frame in square pixels, before it is turned."""
    aspect = track.sample_aspect_ratio or Fraction(1)
    return max(1, round(frame.width * aspect)), frame.height


def shape_shown(track: av.VideoStream, frame: av.VideoFrame) -> tuple[int, int]:
    """Give width and height as a player shows them, turned by the display matrix."""
    width, height = shape_stored(track, frame)
    return (height, width) if frame.rotation % 180 else (width, height)


def _first_frame(packet: "av.Packet[av.VideoStream]") -> av.VideoFrame | None:
    try:
        return next(iter(packet.decode()), None)
    except av.error.InvalidDataError:
        return None


def _seconds(times: list[int], last_lasts: int, time_base: Fraction) -> float:
    """Give how long pictures last that are shown at these times, the last one for `last_lasts`, in the time base."""
    times = sorted(times)
    lasts = [after - before for before, after in pairwise(times)] + [last_lasts]
    usual = median(lasts)
    for place in (0, -1):
        if 0 < (lasts[place] - usual) * time_base < _STRETCHED_SECONDS:
            lasts[place] = round(usual)
    return float(sum(lasts) * time_base)
