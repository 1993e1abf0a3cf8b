"""What a create request may say: the body of wan2.7-r2v, read strictly (api-facts sections 1.3 and 2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MODELS: Final = ("wan2.7-r2v", "wan2.7-r2v-2026-06-12")
PROMPT_CHARACTERS: Final = 5000
SIZES: Final[Mapping[str, Mapping[str, tuple[int, int]]]] = {
    "720P": {"16:9": (1280, 720), "9:16": (720, 1280), "1:1": (960, 960), "4:3": (1104, 832), "3:4": (832, 1104)},
    "1080P": {
        "16:9": (1920, 1080),
        "9:16": (1080, 1920),
        "1:1": (1440, 1440),
        "4:3": (1648, 1248),
        "3:4": (1248, 1648),
    },
}
RATIOS: Final = tuple(SIZES["720P"])
REFERENCES: Final = 5
SHORTEST: Final = 2
LONGEST: Final = 15
LONGEST_WITH_VIDEO: Final = 10
HIGHEST_SEED: Final = 2147483647

# The SDK sends extend_prompt (always) and function (sometimes) for history's sake; the service ignores both.
_INPUT = ("prompt", "negative_prompt", "media", "extend_prompt", "function")
_PARAMETERS = ("resolution", "ratio", "duration", "prompt_extend", "watermark", "seed")
_MEDIUM = ("type", "url", "reference_voice")


class Unusable(Exception):
    """The request can't become a video; the task fails with this code and message."""

    def __init__(self, message: str, *, code: str = "InvalidParameter") -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, kw_only=True)
class AskedMedium:
    """One item of `input.media`: its kind, its links, and where it stands in the body."""

    kind: str
    url: str
    voice: str | None
    where: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A body whose every field has its right type and range, defaults filled in; `seed` None asks for any."""

    prompt: str
    media: tuple[AskedMedium, ...]
    resolution: str
    ratio: str
    duration: int
    watermark: bool
    seed: int | None


def read_body(body: Mapping[str, object]) -> Asked:
    """Read the `input` and `parameters` of a create request.

    Raises:
        Unusable: a field is missing, unknown, of the wrong type or out of range. The wording follows what was observed
            at the service ("Field required: input.media"); only the first problem is named, as there.
    """
    given = _mapping(body["input"], "input", _INPUT)
    prompt = _text(given, "prompt", "input")
    if not prompt.strip():
        raise Unusable("String should have at least 1 character: input.prompt")
    if "negative_prompt" in given:
        _text(given, "negative_prompt", "input")
    media = _media(given)
    parameters = _mapping(body.get("parameters", {}), "parameters", _PARAMETERS)
    _flag(parameters, "prompt_extend", default=True)
    return Asked(
        prompt=prompt[:PROMPT_CHARACTERS],
        media=media,
        resolution=_choice(parameters, "resolution", tuple(SIZES), default="1080P"),
        ratio=_choice(parameters, "ratio", RATIOS, default="16:9"),
        duration=_duration(parameters, media),
        watermark=_flag(parameters, "watermark", default=False),
        seed=_whole(parameters, "seed", low=0, high=HIGHEST_SEED) if "seed" in parameters else None,
    )


def _media(given: Mapping[str, object]) -> tuple[AskedMedium, ...]:
    if "media" not in given:
        raise Unusable("Field required: input.media")
    items = given["media"]
    if not isinstance(items, list):
        raise Unusable("Input should be a valid list: input.media")
    media = tuple(_medium(item, f"input.media.{index}") for index, item in enumerate(items))
    references = sum(medium.kind != "first_frame" for medium in media)
    if not 1 <= references <= REFERENCES:
        raise Unusable(
            f"The number of reference images and videos should be between 1 and {REFERENCES}, got {references}: "
            "input.media"
        )
    if sum(medium.kind == "first_frame" for medium in media) > 1:
        raise Unusable("At most one first_frame is allowed: input.media")
    return media


def _medium(item: object, where: str) -> AskedMedium:
    fields = _mapping(item, where, _MEDIUM)
    kind = _text(fields, "type", where)
    if kind not in ("reference_image", "reference_video", "first_frame"):
        raise Unusable(
            f"Input should be 'reference_image', 'reference_video' or 'first_frame', got '{kind}': {where}.type"
        )
    url = _text(fields, "url", where)
    voice = _text(fields, "reference_voice", where) if "reference_voice" in fields else None
    if voice is not None and kind == "first_frame":
        raise Unusable(f"reference_voice is only allowed on reference_image and reference_video: {where}")
    return AskedMedium(kind=kind, url=url, voice=voice, where=where)


def _duration(parameters: Mapping[str, object], media: tuple[AskedMedium, ...]) -> int:
    with_video = any(medium.kind == "reference_video" for medium in media)
    longest = LONGEST_WITH_VIDEO if with_video else LONGEST
    return _whole(parameters, "duration", low=SHORTEST, high=longest) if "duration" in parameters else 5


def _mapping(value: object, where: str, known: tuple[str, ...]) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise Unusable(f"Input should be a valid dictionary: {where}")
    for name in value:
        # The service may well ignore what it does not know; a stand-in that says so finds misspelt names.
        if name not in known:
            raise Unusable(f"Extra inputs are not permitted: {where}.{name}")
    return value


def _text(fields: Mapping[str, object], name: str, where: str) -> str:
    if fields.get(name) is None and name not in fields:
        raise Unusable(f"Field required: {where}.{name}")
    value = fields[name]
    if not isinstance(value, str):
        raise Unusable(f"Input should be a valid string: {where}.{name}")
    return value


def _choice(parameters: Mapping[str, object], name: str, choices: tuple[str, ...], *, default: str) -> str:
    if name not in parameters:
        return default
    value = _text(parameters, name, "parameters")
    if value not in choices:
        raise Unusable(f"Input should be one of {', '.join(choices)}, got '{value}': parameters.{name}")
    return value


def _flag(parameters: Mapping[str, object], name: str, *, default: bool) -> bool:
    value = parameters.get(name, default)
    if not isinstance(value, bool):
        raise Unusable(f"Input should be a valid boolean: parameters.{name}")
    return value


def _whole(parameters: Mapping[str, object], name: str, *, low: int, high: int) -> int:
    value = parameters[name]
    # JSON's true is an int to Python, and 5.0 is a float to everyone.
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unusable(f"Input should be a valid integer: parameters.{name}")
    if not low <= value <= high:
        raise Unusable(f"Input should be between {low} and {high}, got {value}: parameters.{name}")
    return value
