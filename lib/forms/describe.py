"""A form in words and as JSON: what `/models` gives, what a widget says, what the README's tables show."""

from typing import Any, assert_never

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
from lib.forms.form import ModelForm

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


def model_as_json(form: ModelForm) -> dict[str, Any]:
    """Give one entry of `/models` (`interface.md`)."""
    return {"id": form.id, "title": form.title, "form_schema": [field_as_json(row, form) for row in form.fields]}


def field_as_json(row: Field, form: ModelForm) -> dict[str, Any]:
    """Give one row of `form_schema`: name, type, required, default, description, and its bounds."""
    base: dict[str, Any] = {
        "name": row.name,
        "label": row.label,
        "type": "",
        "required": False,
        "default": form.default(row.name),
        "description": f"{row.help} {limits_in_words(row)}".strip(),
    }
    match row:
        case Text():
            return {**base, "type": "string", "required": row.required, "max_length": row.max_chars}
        case Choice():
            return {**base, "type": "string", "choices": list(row.choices)}
        case WholeNumber():
            tighter = [{"when": limit.when_given, "maximum": limit.maximum} for limit in row.tighter]
            bounds = {"minimum": row.minimum, "maximum": row.maximum, "unit": row.unit}
            return {**base, "type": "integer", **bounds, "tighter": tighter}
        case Flag():
            return {**base, "type": "boolean"}
        case Seed():
            return {**base, "type": "integer", "minimum": row.minimum, "maximum": row.maximum}
        case References():
            listed = {"default": [], "max_items": row.max_items, "cited_as": row.citation.english}
            return {**base, "type": "array", "items": "file", **listed, **_rule_as_json(row.rule)}
        case Voices():
            listed = {"default": [], "max_items": form.references.maximum if form.references else 0}
            return {**base, "type": "array", "items": "file", **listed, "of": list(row.of), **_rule_as_json(row.rule)}
        case OneFile():
            return {**base, "type": "file", **_rule_as_json(row.rule)}
        case _:
            assert_never(row)


def _rule_as_json(rule: MediaRule) -> dict[str, Any]:
    limits: dict[str, Any] = {"accept": accepted(rule), "max_bytes": rule.max_bytes}
    if rule.sides is not None:
        limits |= {"minimum_side": int(rule.sides.minimum), "maximum_side": int(rule.sides.maximum)}
    if rule.widest is not None:
        limits["widest_aspect"] = rule.widest
    if rule.seconds is not None:
        limits |= {"minimum_seconds": rule.seconds.minimum, "maximum_seconds": rule.seconds.maximum}
    return limits


def limits_in_words(row: Field) -> str:
    """Say a field's limits in one sentence, empty where it has none."""
    match row:
        case Text():
            return f"At most {row.max_chars} characters."
        case Choice():
            return f"One of {', '.join(row.choices)}."
        case WholeNumber():
            words = f"{row.minimum} to {row.maximum} {row.unit}".strip()
            tighter = "".join(f"; at most {limit.maximum} with a {limit.when_given}" for limit in row.tighter)
            return f"{words}{tighter}."
        case Flag():
            return ""
        case Seed():
            return f"{row.minimum} to {row.maximum}, or none."
        case References() | Voices() | OneFile():
            return rule_in_words(row.rule)
        case _:
            assert_never(row)


def rule_in_words(rule: MediaRule) -> str:
    """Say what a file must be in one sentence."""
    parts = ["/".join(name.upper() for name in rule.formats), f"at most {rule.max_bytes // MIB} MB"]
    if rule.sides is not None:
        parts.append(f"each side {rule.sides.minimum:g} to {rule.sides.maximum:g} px")
    if rule.widest is not None:
        parts.append(f"aspect 1:{rule.widest:g} to {rule.widest:g}:1")
    if rule.seconds is not None:
        parts.append(f"{rule.seconds.minimum:g} to {rule.seconds.maximum:g} s")
    if rule.formats and not rule.alpha and "png" in rule.formats:
        parts.append("no transparency")
    return ", ".join(parts) + "."
