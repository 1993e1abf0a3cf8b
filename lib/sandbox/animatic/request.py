"""What an animatic is asked for, and how a rendering can end other than well."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FPS = 30  # what the model itself delivers


class RenderError(Exception):
    """No video was written."""


class RenderFailed(RenderError):
    """A reference can't be decoded, or the encoder gave up; the text says which and why."""


class RenderStopped(RenderError):
    """The caller set its stop event."""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """One picture or clip that the prompt may cite.

    Attributes:
        kind: what it is.
        path: a local file: JPEG, PNG, BMP or WebP, or an MP4 or MOV clip.
        label: its name in the prompt, "Image 1" or "Video 1", pictures and clips numbered apart; or what it is, "Clip".
        voice: a local WAV or MP3, heard while the reference is on screen instead of the clip's own sound.
    """

    kind: Literal["reference_image", "reference_video"]
    path: Path
    label: str
    voice: Path | None = None


@dataclass(frozen=True, kw_only=True)
class RenderRequest:
    """One animatic.

    Attributes:
        prompt: the shots are found in it, and their words shown.
        references: in the order of the request.
        width: pixels of the output, even. With a first frame only the area counts, the aspect is the frame's.
        height: the same.
        duration: seconds of the output.
        seed: decides the moves; the same request with the same seed gives the same frames.
        first_frame: a local picture that opens the video.
        first_clip: the label of a reference clip that opens it instead, and decides the aspect.
        last_frame: a local picture that ends it.
        always: labels of references that every shot shows, whatever it cites.
        shaped_by: the label of a reference that decides the aspect where nothing opens the video.
        sound: a local WAV or MP3 that is heard from the beginning instead of everything else.
        watermark: draw the mark for generated video at the bottom right.
    """

    prompt: str
    references: tuple[Reference, ...]
    width: int
    height: int
    duration: float
    seed: int
    first_frame: Path | None = None
    first_clip: str = ""
    last_frame: Path | None = None
    always: tuple[str, ...] = ()
    shaped_by: str = ""
    sound: Path | None = None
    watermark: bool = False

    @property
    def frames(self) -> int:
        """The frames of the output."""
        return max(1, round(self.duration * FPS))
