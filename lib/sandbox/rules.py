"""What each model takes, once more and by hand: a client and its stand-in must not share their mistakes.

Facts: api-facts sections 1.3, 2 and 5. What no source says is allowed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt
from typing import Final

from lib.facts import Kind
from lib.sandbox.media_limits import MB, Limits

HIGHEST_SEED: Final = 2147483647
_SIZES: Final[Mapping[str, Mapping[str, tuple[int, int]]]] = {
    "720P": {"16:9": (1280, 720), "9:16": (720, 1280), "1:1": (960, 960), "4:3": (1104, 832), "3:4": (832, 1104)},
    "1080P": {
        "16:9": (1920, 1080),
        "9:16": (1080, 1920),
        "1:1": (1440, 1440),
        "4:3": (1648, 1248),
        "3:4": (1248, 1648),
    },
}
_RATIOS: Final = tuple(_SIZES["720P"])


@dataclass(frozen=True, kw_only=True)
class Rules:
    """One model.

    Attributes:
        media: by the type of an entry of `input.media`, the limits of its file; empty where there is no `media`.
        counted: types that are counted together.
        count: the least and the most of them.
        needed: types of which there must be one. Whatever is not counted comes once at most.
        sets: which of the types that are not counted may come together; empty where any may.
        voiced: types that may carry `reference_voice`.
        links: by its name, the limits of a file whose link stands in `input` by itself.
        wordless: the prompt may be left out.
        negative: there is a `negative_prompt`.
        ratios: of the video; empty where it follows the input.
        ratio: where none is given; empty for that of the input.
        shortest: seconds.
        longest: seconds.
        longest_with: by type, the most seconds where one of it is there.
        duration: where none is given; 0 is as long as the clip.
        flags: parameters that are true or false, with what stands where they are not given.
        choices: further parameters that are one of a few texts.
        billed: types of clips that are billed too.
        budget: at most so many seconds of them in all, shared evenly; None for all of them.
        known: its rules are these; otherwise nothing is known of it but its name, and everything is taken.
    """

    media: Mapping[str, Limits] = field(default_factory=dict)
    counted: tuple[str, ...] = ()
    count: tuple[int, int] = (0, 0)
    needed: tuple[str, ...] = ()
    sets: tuple[frozenset[str], ...] = ()
    voiced: tuple[str, ...] = ()
    links: Mapping[str, Limits] = field(default_factory=dict)
    wordless: bool = False
    negative: bool = True
    ratios: tuple[str, ...] = _RATIOS
    ratio: str = "16:9"
    shortest: int = 2
    longest: int = 15
    longest_with: Mapping[str, int] = field(default_factory=dict)
    duration: int = 5
    flags: Mapping[str, bool] = field(default_factory=lambda: {"prompt_extend": True, "watermark": False})
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    billed: tuple[str, ...] = ()
    budget: float | None = None
    known: bool = True


_PICTURE = Limits(kind=Kind.PICTURE, formats=("jpeg", "png", "bmp", "webp"), largest_bytes=20 * MB, sides=(240, 8000))
_CLIP = Limits(kind=Kind.CLIP, formats=("mp4", "mov"), largest_bytes=100 * MB, sides=(240, 4096), seconds=(2, 10))
_SOUND = Limits(kind=Kind.SOUND, formats=("wav", "mp3"), largest_bytes=15 * MB, seconds=(2, 30))
VOICE: Final = Limits(kind=Kind.SOUND, formats=("wav", "mp3"), largest_bytes=15 * MB, seconds=(1, 10))

_R2V = Rules(
    media={
        "reference_image": _PICTURE,
        "reference_video": Limits(
            kind=Kind.CLIP, formats=("mp4", "mov"), largest_bytes=100 * MB, sides=(240, 4096), seconds=(1, 30)
        ),
        "first_frame": _PICTURE,  # no limits of its own are printed
    },
    counted=("reference_image", "reference_video"),
    count=(1, 5),
    voiced=("reference_image", "reference_video"),
    longest_with={"reference_video": 10},
    billed=("reference_video",),
    budget=5.0,  # each of N clips counts at most 5/N (api-facts section 4)
)
_T2V = Rules(links={"audio_url": _SOUND})
_I2V = Rules(
    media={
        "first_frame": _PICTURE,
        "last_frame": _PICTURE,
        "first_clip": Limits(kind=Kind.CLIP, formats=("mp4", "mov"), largest_bytes=100 * MB, seconds=(2, 10)),
        "driving_audio": _SOUND,
    },
    sets=tuple(
        frozenset(names.split())
        for names in (
            "first_frame",
            "first_frame driving_audio",
            "first_frame last_frame",
            "first_frame last_frame driving_audio",
            "first_clip",
            "first_clip last_frame",
        )
    ),
    wordless=True,
    ratios=(),
    ratio="",
)
_VIDEOEDIT = Rules(
    media={"video": _CLIP, "reference_image": _PICTURE},
    counted=("reference_image",),
    count=(0, 4),
    needed=("video",),
    wordless=True,
    ratio="",
    longest=10,
    duration=0,
    choices={"audio_setting": ("auto", "origin")},
    billed=("video",),
)
_HAPPYHORSE = Rules(
    media={
        "reference_image": Limits(
            kind=Kind.PICTURE,
            formats=("jpeg", "png", "webp"),
            largest_bytes=20 * MB,
            sides=(400, 100_000),
            bounded=False,
            alpha=True,
        )
    },
    counted=("reference_image",),
    count=(1, 9),
    negative=False,
    ratios=(*_RATIOS, "4:5", "5:4", "9:21", "21:9"),
    shortest=3,
    flags={"watermark": True},
)

RULES: Final[Mapping[str, Rules]] = {
    "wan2.7-r2v": _R2V,
    "wan2.7-r2v-2026-06-12": _R2V,
    "wan2.7-t2v": _T2V,
    "wan2.7-t2v-2026-06-12": _T2V,
    "wan2.7-t2v-2026-04-25": _T2V,
    "wan2.7-i2v": _I2V,
    "wan2.7-i2v-2026-04-25": _I2V,
    "wan2.7-videoedit": _VIDEOEDIT,
    "happyhorse-1.1-r2v": _HAPPYHORSE,
}
UNKNOWN: Final = Rules(known=False)
# The flat gateway is known to offer no other.
AT_THE_GATEWAY: Final = ("wan2.7-r2v", "wan2.7-r2v-2026-06-12")
RESOLUTIONS: Final = tuple(_SIZES)


def size_of(resolution: str, ratio: str) -> tuple[int, int]:
    """Give width and height; of a ratio whose size no source prints, about as many pixels as 16:9 has."""
    sizes = _SIZES[resolution]
    if ratio in sizes:
        return sizes[ratio]
    width, height = sizes["16:9"]
    if not ratio:
        return width, height
    across, down = (int(part) for part in ratio.split(":"))
    tall = sqrt(width * height * down / across)
    return 16 * round(tall * across / down / 16), 16 * round(tall / 16)
