"""The body of a model of which the stand-in knows nothing but the name: whatever can be shown of it is shown."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from lib.sandbox.body import Asked, AskedMedium
from lib.sandbox.rules import HIGHEST_SEED, RESOLUTIONS
from lib.sandbox.unusable import Unusable

LONGEST_SECONDS: Final = 60
_RATIO: Final = re.compile(r"[1-9]\d?:[1-9]\d?")
_LINK: Final = re.compile(r"(?:oss|https?|data):", re.IGNORECASE)


def read_any_body(body: Mapping[str, object]) -> Asked:
    """Read what is there of a prompt, links and parameters; what is not understood is passed over.

    Raises:
        Unusable: `input` or `parameters` is no object.
    """
    given, parameters = body["input"], body.get("parameters", {})
    if not isinstance(given, dict) or not isinstance(parameters, dict):
        raise Unusable("Input should be a valid dictionary: input, parameters")
    resolution, ratio = parameters.get("resolution"), parameters.get("ratio")
    duration, seed = _whole(parameters.get("duration")), _whole(parameters.get("seed"))
    return Asked(
        prompt=str(given.get("prompt") or ""),
        media=tuple(_links(given, "input")),
        resolution=resolution if resolution in RESOLUTIONS else "720P",
        ratio=ratio if isinstance(ratio, str) and _RATIO.fullmatch(ratio) else "",
        duration=5 if duration is None else min(max(duration, 1), LONGEST_SECONDS),
        watermark=parameters.get("watermark") is True,
        seed=None if seed is None else min(max(seed, 0), HIGHEST_SEED),
    )


def _links(value: object, where: str) -> Iterator[AskedMedium]:
    """Find every link, in the order of the body."""
    if isinstance(value, str) and _LINK.match(value):
        yield AskedMedium(kind=where, url=value, voice=None, where=where)
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _links(one, f"{where}.{name}") if name != "prompt" else ()
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from _links(one, f"{where}.{index}")


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
