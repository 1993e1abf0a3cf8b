"""One file against its rule: every problem in it."""

import math
from collections.abc import Iterator

from lib.facts import Flaw, Kind, MediaInfo
from lib.forms.fields import MIB, MediaRule
from lib.forms.finding import Finding
from lib.forms.words import kind_in_words, span_in_words

# An MP3 says a few hundredths more than it holds, a clip's track ends with a whole frame.
LENGTH_TOLERANCE_SECONDS = 0.05


def check_file(field: str, facts: MediaInfo, rule: MediaRule) -> Iterator[Finding]:
    """Give what is wrong with one file. A file that can't be read is one finding, never a pass."""
    if facts.kind != rule.kind or facts.format not in rule.formats:
        yield _wrong_type(field, facts, rule)
        return
    if facts.size_bytes > rule.max_bytes:
        yield Finding(
            code="media.bytes",
            field=field,
            values={"found": math.ceil(facts.size_bytes / MIB * 10) / 10, "maximum": rule.max_bytes // MIB},
        )
    yield from _sides(field, facts, rule)
    if facts.flaw is not None:
        yield Finding(code=f"media.{facts.flaw}", field=field)
        return
    yield from _length(field, facts, rule)
    if facts.has_alpha and not rule.alpha and facts.format == "png":
        yield Finding(code="media.alpha", field=field)


def _wrong_type(field: str, facts: MediaInfo, rule: MediaRule) -> Finding:
    formats = ", ".join(name.upper() for name in rule.formats)
    wanted = kind_in_words(rule.kind)
    if facts.flaw in (Flaw.MISSING, Flaw.EMPTY):
        return Finding(code=f"media.{facts.flaw}", field=field)
    if facts.kind not in (rule.kind, Kind.UNKNOWN):
        found = f"{kind_in_words(facts.kind)} ({facts.format.upper()})"
        return Finding(code="media.kind", field=field, values={"article_found": found, "wanted": wanted})
    if facts.flaw is not Flaw.UNRECOGNISED and facts.format and facts.format not in rule.formats:
        values: dict[str, object] = {"found": facts.format.upper(), "formats": formats}
        return Finding(code="media.format", field=field, values=values)
    return Finding(code="media.unrecognised", field=field, values={"wanted": wanted, "formats": formats})


def _sides(field: str, facts: MediaInfo, rule: MediaRule) -> Iterator[Finding]:
    if rule.sides is None or facts.width is None or facts.height is None:
        return
    size = {"width": facts.width, "height": facts.height}
    low, high = rule.sides.minimum, rule.sides.maximum
    if not (low <= facts.width <= high and low <= facts.height <= high):
        small = min(facts.width, facts.height) < low
        advice = "A larger one is best: enlarging it adds no detail." if small else "Scale it down."
        values = {**size, "allowed": span_in_words(rule.sides), "advice": advice}
        yield Finding(code="media.sides", field=field, values=values)
    short, long = sorted(size.values())
    if rule.widest is not None and long > rule.widest * short:
        yield Finding(code="media.aspect", field=field, values={**size, "widest": int(rule.widest)})


def _length(field: str, facts: MediaInfo, rule: MediaRule) -> Iterator[Finding]:
    if rule.seconds is None:
        return
    if facts.seconds is None:
        yield Finding(code="media.no_length", field=field)
        return
    low, high = rule.seconds.minimum, rule.seconds.maximum
    if low - LENGTH_TOLERANCE_SECONDS <= facts.seconds <= high + LENGTH_TOLERANCE_SECONDS:
        return
    advice = "Trim it." if facts.seconds > high else "Choose a longer one."
    values: dict[str, object] = {
        "found": facts.seconds,
        "allowed": span_in_words(rule.seconds),
        "maximum": high,
        "advice": advice,
    }
    yield Finding(code="media.seconds", field=field, values=values)
