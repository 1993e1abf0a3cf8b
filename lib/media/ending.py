"""The last frame of a clip as a picture of its own, whole and turned the way it is shown."""

from pathlib import Path

import av
from PIL import Image

from lib.errors import Failure, InputError
from lib.media.container import open_media
from lib.media.track import picture_track

_SECONDS = 10.0
# Enough to hold a keyframe before the end: the encoders of the services set one every few seconds at most.
_TAIL_SECONDS = 3.0


def last_frame(path: Path, target: Path) -> Path:
    """Write the last frame of an MP4 to `target`, as its suffix says, in the clip's own size.

    Raises:
        InputError: the clip has no frame that can be decoded: `Studio.NoStill`.
    """
    try:
        frame = _decoded(path)
    except av.FFmpegError as error:
        raise _no_frame() from error
    if frame is None:
        raise _no_frame()
    picture = Image.fromarray(frame.to_ndarray(format="rgb24"))
    picture.rotate(frame.rotation, expand=True).save(target)
    return target


def _decoded(path: Path) -> av.VideoFrame | None:
    with open_media(path, "mp4", seconds=_SECONDS) as container:
        track = picture_track(container)
        if track is None:
            return None
        tail = (container.duration or 0) - int(_TAIL_SECONDS * av.time_base)
        # Backward to a keyframe: from there on every frame can be decoded.
        container.seek(max(0, tail))
        last = None
        for frame in container.decode(track):
            last = frame
        return last


def _no_frame() -> InputError:
    return InputError(
        Failure(
            code="Studio.NoStill",
            message="The video's last frame can't be decoded.",
            advice="Download the video, and save the frame with a player.",
        )
    )
