"""A form as JSON: an entry of `/models`, enough to draw the form, and to add the model elsewhere (`outside`)."""

from typing import Any, assert_never

from lib.forms.describe import accepted, limits_in_words
from lib.forms.fields import (
    Choice,
    Citation,
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
from lib.forms.form import ModelForm, Price


def model_as_json(form: ModelForm) -> dict[str, Any]:
    """Give one entry of `/models` (`interface.md`): the model's own facts, and a row of `form_schema` a field."""
    count, billing = form.references, form.clip_billing
    return {
        "id": form.id,
        "title": form.title,
        "summary": form.summary,
        "versions": list(form.versions),
        "services": list(form.services),
        "regions": list(form.regions),
        "prices": [_price_as_json(price) for price in form.prices],
        "clip_billing": billing and {"fields": list(billing.lists), "budget_seconds": _plain(billing.budget_seconds)},
        "references": count and {"fields": list(count.lists), "min_items": count.minimum, "max_items": count.maximum},
        "permitted_sets": [list(names) for names in form.permitted_sets],
        "ratio_ignored_with": form.ratio_ignored_with,
        "pixels": [
            {"resolution": resolution, "ratio": ratio, "width": width, "height": height}
            for (resolution, ratio), (width, height) in form.pixels.items()
        ],
        "frames_per_second": form.frames_per_second,
        "form_schema": [field_as_json(row, form) for row in form.fields],
    }


def field_as_json(row: Field, form: ModelForm) -> dict[str, Any]:
    """Give one row of `form_schema`: name, type, required, default, description, and its bounds."""
    base: dict[str, Any] = {
        "name": row.name,
        "label": row.label,
        "type": "",
        "required": False,
        "default": form.default(row.name),
        "description": f"{row.help} {limits_in_words(row)}".strip(),
        "help": row.help,
        "path": list(row.path),
        "level": row.level,
    }
    match row:
        case Text():
            length = {"max_length": row.max_chars, "chinese_counts": row.han, "lines": row.lines}
            return {**base, "type": "string", "required": row.required, **length}
        case Choice():
            return {**base, "type": "string", "choices": list(row.choices), "none": row.none}
        case WholeNumber():
            return {**base, "type": "integer", **_number_as_json(row)}
        case Flag():
            return {**base, "type": "boolean"}
        case Seed():
            return {**base, "type": "integer", "nullable": True, "minimum": row.minimum, "maximum": row.maximum}
        case References():
            listed = {"default": [], "max_items": row.max_items, "citation": _citation_as_json(row.citation)}
            return {**base, "type": "array", "items": "file", **listed, **_rule_as_json(row.rule)}
        case Voices():
            listed = {"default": [], "of": list(row.of), "max_items": form.most(row.of)}
            return {**base, "type": "array", "items": "file", **listed, **_rule_as_json(row.rule)}
        case OneFile():
            alone = {"required": row.required, "link": row.link}
            return {**base, "type": "file", **alone, **_rule_as_json(row.rule)}
        case _:
            assert_never(row)


def _number_as_json(row: WholeNumber) -> dict[str, Any]:
    return {
        "minimum": row.minimum,
        "maximum": row.maximum,
        "unit": row.unit,
        "tighter": [{"when": limit.when_given, "maximum": limit.maximum} for limit in row.tighter],
        "follows": row.follows and {"value": row.follows.value, "field": row.follows.file},
        "includes": row.includes,
    }


def _citation_as_json(citation: Citation) -> dict[str, Any]:
    return {
        "english": citation.english,
        "chinese": citation.chinese,
        "pattern": citation.pattern,
        "expected": citation.expected,
        "example": citation.cite(1),
    }


def _rule_as_json(rule: MediaRule) -> dict[str, Any]:
    limits: dict[str, Any] = {
        "kind": str(rule.kind),
        "formats": list(rule.formats),
        "accept": accepted(rule),
        "max_bytes": rule.max_bytes,
        "transparency": rule.alpha,
    }
    for name, span in (("side", rule.sides), ("seconds", rule.seconds)):
        if span is not None:
            limits[f"minimum_{name}"] = _plain(span.minimum)
            limits |= {} if span.endless else {f"maximum_{name}": _plain(span.maximum)}
    if rule.widest is not None:
        limits["widest_aspect"] = _plain(rule.widest)
    return {**limits, "source": rule.source}


def _price_as_json(price: Price) -> dict[str, Any]:
    return {
        "service": price.service,
        "region": price.region,
        "currency": price.currency,
        "per_second": dict(price.per_second),
        "as_of": price.as_of,
    }


def _plain(number: float | None) -> float | None:
    """Write 240.0 as 240."""
    return int(number) if number is not None and number == int(number) else number
