"""References opened once: upright pictures, a clip's poster and facts, a voice known to play."""

from dataclasses import dataclass
from pathlib import Path

import av
from av.error import FFmpegError
from PIL import Image, ImageOps

from lib.sandbox.animatic.request import Reference, RenderFailed

LOCAL_ONLY = "file,pipe"  # a playlist in disguise must not make FFmpeg fetch anything
_PICTURES = ("JPEG", "PNG", "BMP", "WEBP")
_LARGEST = 2560  # pixels; no output is larger, and a phone picture is decoded four times faster at half size


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a shot can show and sound like.

    Attributes:
        label: its name in the prompt, drawn as its tag.
        still: the picture, or a clip's first frame; RGB, upright, square pixels.
        clip: the file of a clip, None for a picture.
        seconds: of the clip, 0 for a picture.
        has_sound: the clip has a sound track.
        voice: the file of its voice.
    """

    label: str
    still: Image.Image
    clip: Path | None = None
    seconds: float = 0
    has_sound: bool = False
    voice: Path | None = None


def open_reference(reference: Reference) -> Source:
    """Read a reference's picture and facts.

    Raises:
        RenderFailed: it or its voice can't be decoded.
    """
    if reference.voice is not None:
        check_sound(reference.voice, f"The voice of {reference.label}")
    if reference.kind == "reference_image":
        still = open_picture(reference.path, reference.label)
        return Source(label=reference.label, still=still, voice=reference.voice)
    return _open_clip(reference)


def open_picture(path: Path, label: str) -> Image.Image:
    """Decode a picture, turned as its EXIF says, as RGB no larger than any output needs.

    Raises:
        RenderFailed: it can't be decoded.
    """
    try:
        with Image.open(path, formats=_PICTURES) as picture:
            picture.draft("RGB", (_LARGEST, _LARGEST))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((_LARGEST, _LARGEST), Image.Resampling.BICUBIC, reducing_gap=2)
            return _as_rgb(upright)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise RenderFailed(f"{label} can't be decoded as a picture: {error}") from error


def _as_rgb(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):  # 16 bits a channel: a plain convert would clip it to white
        return picture.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if picture.has_transparency_data:
        backdrop = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(backdrop, picture.convert("RGBA")).convert("RGB")
    return picture.convert("RGB")


def _open_clip(reference: Reference) -> Source:
    try:
        with av.open(reference.path, format="mov", options={"protocol_whitelist": LOCAL_ONLY}) as container:
            track = container.streams.video[0]
            frame = next(container.decode(track))
            seconds = float(container.duration or 0) / av.time_base
            if track.duration and track.time_base:
                seconds = float(track.duration * track.time_base)
            pixel = float(track.sample_aspect_ratio or 1)
            still = Image.fromarray(frame.to_ndarray(format="rgb24"))
            has_sound = bool(container.streams.audio)
    except (FFmpegError, OSError, ValueError, IndexError, StopIteration) as error:
        raise RenderFailed(f"{reference.label} can't be decoded as a clip: {error or 'no picture in it'}") from error
    if pixel != 1:
        still = still.resize((max(1, round(still.width * pixel)), still.height))
    # PyAV tells the display rotation counter-clockwise, as Pillow takes it.
    still = still.rotate(frame.rotation, expand=True) if frame.rotation else still
    return Source(
        label=reference.label,
        still=still,
        clip=reference.path,
        seconds=seconds,
        has_sound=has_sound,
        voice=reference.voice,
    )


def check_sound(path: Path, label: str) -> None:
    """Make sure that a sound plays.

    Raises:
        RenderFailed: it can't be decoded.
    """
    try:
        with av.open(path, format=voice_format(path), options={"protocol_whitelist": LOCAL_ONLY}) as container:
            next(container.decode(audio=0))
    except (FFmpegError, OSError, ValueError, IndexError, StopIteration) as error:
        raise RenderFailed(f"{label} can't be decoded: {error or 'no sound in it'}") from error


def voice_format(path: Path) -> str:
    """Name FFmpeg's demuxer for a voice by its first bytes: `wav` or `mp3`, the two that are allowed."""
    with path.open("rb") as file:
        return "wav" if file.read(4) in (b"RIFF", b"RF64") else "mp3"
