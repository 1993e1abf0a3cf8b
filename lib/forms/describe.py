"""A form's limits in words: what a widget and the API say of a field, what the tables of the docs show."""

from typing import assert_never

from lib.forms.fields import (
    MIB,
    Choice,
    Field,
    Flag,
    MediaRule,
    OneFile,
    References,
    Seed,
    Text,
    Voices,
    WholeNumber,
)
from lib.forms.words import span_in_words

# What a browser's file dialog and `/models` offer; the content decides, not this.
SUFFIXES = {
    "jpeg": (".jpg", ".jpeg"),
    "png": (".png",),
    "bmp": (".bmp",),
    "webp": (".webp",),
    "mp4": (".mp4",),
    "mov": (".mov",),
    "wav": (".wav",),
    "mp3": (".mp3",),
}


def accepted(rule: MediaRule) -> list[str]:
    """Give the file endings of the formats that a rule takes."""
    return [suffix for name in rule.formats for suffix in SUFFIXES[name]]


def limits_in_words(row: Field) -> str:
    """Say a field's limits in one sentence, empty where it has none."""
    match row:
        case Text():
            han = f", of which a Chinese one counts as {row.han}" if row.han > 1 else ""
            return f"At most {row.max_chars} characters{han}."
        case Choice():
            none = f"; empty: {row.none[:1].lower()}{row.none[1:]}" if row.none else ""
            return f"One of {', '.join(row.choices)}{none}."
        case WholeNumber():
            return _number_in_words(row)
        case Flag():
            return ""
        case Seed():
            return f"{row.minimum} to {row.maximum}, or none."
        case References():
            return f"At most {row.max_items}: {rule_in_words(row.rule)}"
        case Voices():
            return rule_in_words(row.rule)
        case OneFile():
            return f"{'Required. ' if row.required else ''}{rule_in_words(row.rule)}"
        case _:
            assert_never(row)


def _number_in_words(row: WholeNumber) -> str:
    beside = f"{row.follows.value} (as long as the {row.follows.file}) or " if row.follows is not None else ""
    words = f"{beside}{row.minimum} to {row.maximum} {row.unit}".strip()
    words += f", the {row.includes} included" if row.includes else ""
    tighter = "".join(f"; at most {limit.maximum} with a {limit.when_given}" for limit in row.tighter)
    return f"{words}{tighter}."


def rule_in_words(rule: MediaRule) -> str:
    """Say what a file must be in one sentence."""
    parts = ["/".join(name.upper() for name in rule.formats), f"at most {rule.max_bytes // MIB} MB"]
    if rule.sides is not None:
        parts.append(f"each side {span_in_words(rule.sides)}")
    if rule.widest is not None:
        parts.append(f"aspect 1:{rule.widest:g} to {rule.widest:g}:1")
    if rule.seconds is not None:
        parts.append(span_in_words(rule.seconds))
    if rule.formats and not rule.alpha and "png" in rule.formats:
        parts.append("no transparency")
    return ", ".join(parts) + "."
