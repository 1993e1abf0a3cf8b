"""A finished animatic as a viewer meets it: every frame and sample decoded."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Screening:
    """Facts and content of one MP4.

    Attributes:
        frames: height x width x 3, RGB, in order.
        sound: samples x channels, floats.
        rate: samples a second.
        picture_seconds, sound_seconds, seconds: of the tracks and of the container.
        picture: codec, pixel format, width, height, frames a second.
        sound_codec: as FFmpeg names it.
    """

    frames: list[Pixels]
    sound: NDArray[np.float32]
    rate: int
    picture_seconds: float
    sound_seconds: float
    seconds: float
    picture: tuple[str, str | None, int, int, float]
    sound_codec: str

    def loudness(self, begin: float, end: float) -> float:
        """RMS between two seconds, 1 for full scale."""
        part = self.sound[round(begin * self.rate) : round(end * self.rate)]
        return float(np.sqrt(np.mean(np.square(part))))

    @property
    def fingerprint(self) -> str:
        """Tells two videos apart by their decoded frames."""
        digest = sha256()
        for frame in self.frames:
            digest.update(frame.tobytes())
        return digest.hexdigest()


def screen(path: Path) -> Screening:
    """Decode a video whole."""
    with av.open(str(path)) as container:
        picture, sound = container.streams.video[0], container.streams.audio[0]
        frames: list[Pixels] = []
        samples = []
        for packet in container.demux(picture, sound):
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame):
                    frames.append(frame.to_ndarray(format="rgb24").astype(np.uint8))
                elif isinstance(frame, av.AudioFrame):
                    samples.append(frame.to_ndarray().T.astype(np.float32))
        return Screening(
            frames=frames,
            sound=np.concatenate(samples),
            rate=sound.codec_context.sample_rate,
            picture_seconds=_seconds(picture.duration, picture.time_base),
            sound_seconds=_seconds(sound.duration, sound.time_base),
            seconds=(container.duration or 0) / av.time_base,
            picture=(
                picture.codec_context.name,
                picture.codec_context.pix_fmt,
                picture.width,
                picture.height,
                float(picture.average_rate or 0),
            ),
            sound_codec=sound.codec_context.name,
        )


def _seconds(duration: int | None, time_base: object) -> float:
    return float(duration or 0) * float(time_base)  # type: ignore[arg-type]  # PyAV's stub leaves it optional


def top_boxes(path: Path) -> list[str]:
    """Names of an MP4's outermost boxes, in the order of the file."""
    content, place, names = path.read_bytes(), 0, []
    while place < len(content):
        names.append(content[place + 4 : place + 8].decode("ascii"))
        place += int.from_bytes(content[place : place + 4], "big")
    return names


def difference(one: Pixels, other: Pixels) -> float:
    """Mean distance of two pictures of one size, in levels."""
    return float(np.abs(one.astype(np.int16) - other.astype(np.int16)).mean())
