"""Playing a finished video through once, without showing it: whether its pictures decode to the end."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import av

from lib.facts import Playback
from lib.media.container import open_media
from lib.media.track import picture_track

# Fifteen seconds at 1080P decode in under two here, on one thread; a machine ten times slower still gets to the end.
_SECONDS = 20.0


def play(path: Path, format_name: str, *, deadline: float = _SECONDS) -> Playback:
    """Decode every picture of a clip, for `deadline` seconds at most.

    A decoder hides damage behind the picture before; it is told not to here. Raises nothing for any content: what
    can't be opened comes back with no pictures.
    """
    try:
        with open_media(path, format_name, seconds=deadline) as container:
            track = picture_track(container)
            if track is not None and track.codec_context is not None:
                return _played(container.demux(track), track, monotonic() + deadline)
    except av.error.ExitError:
        return Playback(pictures=0, damaged=None, finished=False)
    except av.FFmpegError:
        pass
    return Playback(pictures=0, damaged=0.0, finished=True)


def _played(packets: "Iterator[av.Packet[av.VideoStream]]", track: av.VideoStream, ends: float) -> Playback:
    track.thread_type = "SLICE"  # frame threads would hide which packet is damaged
    track.codec_context.options = {"err_detect": "explode"}
    pictures, damaged, finished = 0, None, True
    for packet in packets:
        if monotonic() > ends:
            finished = False
            break
        try:
            pictures += len(packet.decode())
        except av.error.InvalidDataError:
            damaged = _moment(packet) if damaged is None else damaged
    return Playback(pictures=pictures, damaged=damaged, finished=finished)


def _moment(packet: "av.Packet[av.VideoStream]") -> float:
    if packet.pts is None or packet.time_base is None:
        return 0.0
    return round(float(packet.pts * packet.time_base), 2)
