"""What a create request may say: a model's body, read strictly by its rules (api-facts sections 1.3, 2 and 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lib.sandbox.rules import HIGHEST_SEED, RESOLUTIONS, Rules
from lib.sandbox.unusable import Unusable

PROMPT_CHARACTERS: Final = 5000

# The SDK sends extend_prompt (always) and function (sometimes) for history's sake; the service ignores both.
_SENT_ANYWAY = ("extend_prompt", "function")


@dataclass(frozen=True, kw_only=True)
class AskedMedium:
    """One file of the request: its type or name, its links, and where it stands in the body."""

    kind: str
    url: str
    voice: str | None
    where: str


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A body whose every field has its right type and range, defaults filled in.

    `seed` None asks for any, `ratio` empty for that of the input, `duration` 0 for the length of the clip.
    """

    prompt: str
    media: tuple[AskedMedium, ...]
    resolution: str
    ratio: str
    duration: int
    watermark: bool
    seed: int | None


def read_body(body: Mapping[str, object], rules: Rules) -> Asked:
    """Read the `input` and `parameters` of a create request by the rules of its model.

    Raises:
        Unusable: a field is missing, unknown, of the wrong type or out of range. The wording follows what was observed
            at the service ("Field required: input.media"); only the first problem is named, as there.
    """
    given = _mapping(body["input"], "input", _input_names(rules))
    prompt = _prompt(given, rules)
    if "negative_prompt" in given:
        _text(given, "negative_prompt", "input")
    media = _media(given, rules)
    parameters = _mapping(body.get("parameters", {}), "parameters", _parameter_names(rules))
    flags = {name: _flag(parameters, name, default=default) for name, default in rules.flags.items()}
    for name, choices in rules.choices.items():
        _choice(parameters, name, choices, default=choices[0])
    return Asked(
        prompt=prompt[:PROMPT_CHARACTERS],
        media=media,
        resolution=_choice(parameters, "resolution", RESOLUTIONS, default="1080P"),
        ratio=_choice(parameters, "ratio", rules.ratios, default=rules.ratio),
        duration=_duration(parameters, media, rules),
        watermark=flags["watermark"],
        seed=_whole(parameters, "seed", low=0, high=HIGHEST_SEED) if "seed" in parameters else None,
    )


def _input_names(rules: Rules) -> tuple[str, ...]:
    media = ("media",) if rules.media else ()
    negative = ("negative_prompt",) if rules.negative else ()
    return ("prompt", *negative, *media, *rules.links, *_SENT_ANYWAY)


def _parameter_names(rules: Rules) -> tuple[str, ...]:
    ratio = ("ratio",) if rules.ratios else ()
    return ("resolution", *ratio, "duration", "seed", *rules.flags, *rules.choices)


def _prompt(given: Mapping[str, object], rules: Rules) -> str:
    if rules.wordless and "prompt" not in given:
        return ""
    prompt = _text(given, "prompt", "input")
    if not rules.wordless and not prompt.strip():
        raise Unusable("String should have at least 1 character: input.prompt")
    return prompt


def _media(given: Mapping[str, object], rules: Rules) -> tuple[AskedMedium, ...]:
    links = tuple(
        AskedMedium(kind=name, url=_text(given, name, "input"), voice=None, where=f"input.{name}")
        for name in rules.links
        if name in given
    )
    if not rules.media:
        return links
    if "media" not in given:
        raise Unusable("Field required: input.media")
    items = given["media"]
    if not isinstance(items, list):
        raise Unusable("Input should be a valid list: input.media")
    media = tuple(_medium(item, f"input.media.{index}", rules) for index, item in enumerate(items))
    _check_counts(media, rules)
    return (*media, *links)


def _check_counts(media: tuple[AskedMedium, ...], rules: Rules) -> None:
    counts = {kind: sum(medium.kind == kind for medium in media) for kind in rules.media}
    counted = sum(counts[kind] for kind in rules.counted)
    low, high = rules.count
    if not low <= counted <= high:
        raise Unusable(
            f"The number of reference images and videos should be between {low} and {high}, got {counted}: input.media"
        )
    for kind, count in counts.items():
        if kind not in rules.counted and count > 1:
            raise Unusable(f"At most one {kind} is allowed: input.media")
        if kind in rules.needed and not count:
            raise Unusable(f"One {kind} is required: input.media")
    given = frozenset(kind for kind, count in counts.items() if count)
    if rules.sets and given not in rules.sets:
        raise Unusable(f"The combination of media types is not supported, got {sorted(given)}: input.media")


def _medium(item: object, where: str, rules: Rules) -> AskedMedium:
    fields = _mapping(item, where, ("type", "url", *(["reference_voice"] if rules.voiced else [])))
    kind = _text(fields, "type", where)
    if kind not in rules.media:
        kinds = [f"'{name}'" for name in rules.media]
        allowed = " or ".join(part for part in (", ".join(kinds[:-1]), kinds[-1]) if part)
        raise Unusable(f"Input should be {allowed}, got '{kind}': {where}.type")
    url = _text(fields, "url", where)
    voice = _text(fields, "reference_voice", where) if "reference_voice" in fields else None
    if voice is not None and kind not in rules.voiced:
        raise Unusable(f"reference_voice is only allowed on {' and '.join(rules.voiced)}: {where}")
    return AskedMedium(kind=kind, url=url, voice=voice, where=where)


def _duration(parameters: Mapping[str, object], media: tuple[AskedMedium, ...], rules: Rules) -> int:
    if "duration" not in parameters:
        return rules.duration
    tight = [most for kind, most in rules.longest_with.items() if any(medium.kind == kind for medium in media)]
    if rules.duration == 0 and type(parameters["duration"]) is int and parameters["duration"] == 0:
        return 0
    return _whole(parameters, "duration", low=rules.shortest, high=min([rules.longest, *tight]))


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
