"""Real media made on the fly: a test knows the true facts of a file because it chose them."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pillow_heif
from av.container import OutputContainer
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]

# What PyAV calls the container and the codec of a suffix.
_SOUND_CODECS = {
    ".wav": ("wav", "pcm_s16le"),
    ".mp3": ("mp3", "libmp3lame"),
    ".flac": ("flac", "flac"),
    ".ogg": ("ogg", "libopus"),
    ".m4a": ("ipod", "aac"),
    ".mp4": ("mp4", "aac"),
    ".aac": ("adts", "aac"),
}
_CLIP_FORMATS = {
    ".mp4": "mp4",
    ".m4v": "mp4",
    ".mov": "mov",
    ".3gp": "3gp",
    ".webm": "webm",
    ".mkv": "matroska",
    ".avi": "avi",
}
_FAST = {
    "libx264": {"preset": "ultrafast", "crf": "28"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=error"},
    "libsvtav1": {"preset": "10", "svtav1-params": "lp=1"},
    "libvpx-vp9": {"deadline": "realtime", "cpu-used": "8"},
    "prores_ks": {"profile": "0"},
}


@contextmanager
def _ordinary_priority() -> Iterator[None]:
    """Put this thread's priority back afterwards.

    SVT-AV1 makes whoever calls it as root the most urgent thread of the machine (SCHED_FIFO, 99), and every process
    that is begun from there, too: browsers and servers then keep each other from the processor.
    """
    if sys.platform != "linux":
        yield
        return
    policy, priority = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, policy, priority)


@dataclass(frozen=True, kw_only=True)
class _Clip:
    suffix: str
    width: int
    height: int
    seconds: float
    fps: float
    sound: bool
    codec: str
    rotation: int
    sample_aspect: Fraction
    flags: str


def make_picture(
    path: Path,
    *,
    width: int = 640,
    height: int = 480,
    mode: str = "RGB",
    format: str | None = None,  # noqa: A002  # Pillow's own word for it
    **save: Any,
) -> Path:
    """Write a gradient with noise as a picture of any Pillow mode; the format follows the suffix unless given.

    `width` and `height` are those stored. `orientation=6` adds an EXIF rotation, `frames=3` makes it move;
    everything else in `save` goes to Pillow's `Image.save`.
    """
    frames = int(save.pop("frames", 1))
    orientation = save.pop("orientation", None)
    if orientation is not None:
        exif = Image.Exif()
        exif[274] = orientation
        save["exif"] = exif
    pictures = [_picture(width, height, mode, seed) for seed in range(frames)]
    if frames > 1:
        save |= {"save_all": True, "append_images": pictures[1:]}
    pictures[0].save(path, format=format, **save)
    return path


def make_heic(path: Path, *, width: int = 640, height: int = 480, orientation: int = 1) -> Path:
    """Write a picture as a phone does: the turn in the container (`irot`, `imir`), and in the EXIF once more."""
    exif = Image.Exif()
    exif[274] = orientation
    heic = pillow_heif.from_pillow(_picture(width, height, "RGB", 0))
    heic[0].info["exif"] = exif.tobytes()
    heic.save(path)
    return path


def make_clip(  # noqa: PLR0913  # all of them by keyword, each a property of the clip
    path: Path,
    *,
    width: int = 640,
    height: int = 360,
    seconds: float = 2.0,
    fps: float = 30,
    sound: bool = True,
    codec: str = "libx264",
    rotation: int = 0,
    faststart: bool = True,
    fragmented: bool = False,
    sample_aspect: Fraction = Fraction(1),
) -> Path:
    """Write a clip of a moving gradient, with two tones where `sound`; the container follows the suffix.

    `width` and `height` are those stored. `rotation` is by how many degrees a player turns it clockwise: a phone
    held upright stores 1920 x 1080 with rotation 90. Each set of arguments is encoded once.
    """
    clip = _Clip(
        suffix=path.suffix.lower(),
        width=width,
        height=height,
        seconds=seconds,
        fps=fps,
        sound=sound,
        codec=codec,
        rotation=rotation,
        sample_aspect=sample_aspect,
        flags="frag_keyframe+empty_moov" if fragmented else "faststart" * faststart,
    )
    with _ordinary_priority():
        path.write_bytes(_encode_clip(clip))
    return path


def make_voice(path: Path, *, seconds: float = 3.0, rate: int = 44100, level_db: float = -20.0) -> Path:
    """Write a mono sound of two tones whose RMS is `level_db` below full scale; the codec follows the suffix.

    `level_db` of -120 and less is silence. Each set of arguments is encoded once.
    """
    path.write_bytes(_encode_voice(path.suffix.lower(), seconds, rate, level_db))
    return path


def still(width: int, height: int, seed: int = 0) -> Pixels:
    """Give pixels (height, width, 3) of a colour gradient, shifted by the seed, with a little noise."""
    noise = np.random.default_rng(seed).integers(0, 24, (height, width), dtype=np.uint8)
    across = np.linspace(0, 200, width, dtype=np.uint8)[None, :]
    down = np.linspace(0, 200, height, dtype=np.uint8)[:, None]
    blue = np.roll(across, seed * 7 + 1, axis=1) // 2 + down // 2
    return np.stack([across + noise, down + noise, blue + noise], axis=2)


def _picture(width: int, height: int, mode: str, seed: int) -> Image.Image:
    picture = Image.fromarray(still(width, height, seed))
    if mode in {"RGBA", "LA", "PA"}:
        picture = picture.convert("RGB" if mode == "RGBA" else "L")
        picture.putalpha(Image.linear_gradient("L").resize((width, height)))
        return picture
    if mode.startswith("I;16"):
        return Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257)
    return picture.convert(mode)


@lru_cache(maxsize=64)
def _encode_clip(clip: _Clip) -> bytes:
    options = {"movflags": clip.flags} if clip.flags and clip.suffix in {".mp4", ".mov", ".m4v"} else {}
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"clip{clip.suffix}"
        with av.open(str(target), "w", format=_CLIP_FORMATS[clip.suffix], options=options) as container:
            pictures = _picture_track(container, clip)
            sound_codec = "libopus" if clip.suffix == ".webm" else "aac"
            tone = container.add_stream(sound_codec, rate=48000, layout="mono") if clip.sound else None
            _write_pictures(container, pictures, round(clip.seconds * clip.fps))
            if isinstance(tone, av.AudioStream):
                _write_tones(container, tone, clip.seconds, -20.0)
        return target.read_bytes()


def _picture_track(container: OutputContainer, clip: _Clip) -> av.VideoStream:
    rate = Fraction(clip.fps).limit_denominator(1001)
    stream = container.add_stream(clip.codec, rate=rate, options=_FAST.get(clip.codec, {}))
    assert isinstance(stream, av.VideoStream)
    stream.width, stream.height = clip.width, clip.height
    stream.pix_fmt = "yuv422p10le" if clip.codec == "prores_ks" else "yuv420p"
    stream.codec_context.sample_aspect_ratio = clip.sample_aspect
    if clip.rotation:
        stream.set_display_rotation(-clip.rotation)
    return stream


def _write_pictures(container: OutputContainer, stream: av.VideoStream, count: int) -> None:
    first = still(stream.width, stream.height)
    for index in range(count):
        frame = av.VideoFrame.from_ndarray(np.roll(first, index * 4, axis=1), format="rgb24")
        frame.pts = index
        frame.time_base = 1 / Fraction(stream.codec_context.framerate)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _write_tones(container: OutputContainer, stream: av.AudioStream, seconds: float, level_db: float) -> None:
    rate = stream.rate
    turns = 2 * np.pi * np.arange(round(seconds * rate)) / rate
    tones = np.sin(220 * turns) + 0.5 * np.sin(447 * turns)
    scale = 0.0 if level_db <= -120 else 10 ** (level_db / 20) / np.sqrt(np.mean(tones**2))
    samples = np.clip(tones * scale * 32767, -32768, 32767).astype(np.int16)
    resampler = av.AudioResampler(format=stream.format, layout="mono", rate=rate)
    for start in range(0, len(samples), 4096):
        frame = av.AudioFrame.from_ndarray(samples[None, start : start + 4096], format="s16", layout="mono")
        frame.sample_rate, frame.pts = rate, start
        frame.time_base = Fraction(1, rate)
        for part in resampler.resample(frame):
            container.mux(stream.encode(part))
    container.mux(stream.encode(None))


@lru_cache(maxsize=64)
def _encode_voice(suffix: str, seconds: float, rate: int, level_db: float) -> bytes:
    container_format, codec = _SOUND_CODECS[suffix]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"voice{suffix}"
        with av.open(str(target), "w", format=container_format) as container:
            stream = container.add_stream(codec, rate=48000 if codec == "libopus" else rate, layout="mono")
            assert isinstance(stream, av.AudioStream)
            _write_tones(container, stream, seconds, level_db)
        return target.read_bytes()
