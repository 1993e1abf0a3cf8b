"""What the trays show of a model: how many, which files, with voices or not, and their words. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from lib.facts import Kind
from lib.forms.describe import accepted
from lib.forms.fields import MediaRule, OneFile
from lib.forms.form import ModelForm
from lib.ui.panels import HIDDEN
from lib.ui.tray_words import words_with

_KINDS: Mapping[str, Mapping[Kind, str]] = {
    "en": {Kind.PICTURE: "pictures", Kind.CLIP: "clips", Kind.SOUND: "sounds"},
    "zh": {Kind.PICTURE: "图片", Kind.CLIP: "视频片段", Kind.SOUND: "声音"},
}
# A recording of more than a minute is an upload of its own.
_MOST_RECORDED = 60.0
_LABELS = {Kind.PICTURE: "label_picture", Kind.CLIP: "label_clip", Kind.SOUND: "label_sound"}


def references_face(form: ModelForm) -> dict[str, Any]:
    """Give what the reference tray shows, as `Tray` takes it; it is not shown where the model takes no references."""
    lists = list(form.lists())
    if not lists:
        return {"visible": HIDDEN}
    english = " or ".join(dict.fromkeys(_KINDS["en"][row.rule.kind] for row in lists))
    chinese = "或".join(dict.fromkeys(_KINDS["zh"][row.rule.kind] for row in lists))
    own = {"slot": f"Drop {english}", "slot_name": f"Add {english}"}
    own_chinese = {"slot": f"拖入{chinese}", "slot_name": f"添加{chinese}"}
    for row in lists:
        own[_LABELS[row.rule.kind]] = row.citation.label(1)
        own_chinese[_LABELS[row.rule.kind]] = row.citation.cite(1, chinese=True)
    return {
        "visible": True,
        "title": "References" if len(lists) > 1 else lists[0].label,
        "slots": form.most(tuple(row.name for row in lists)),
        "accept": [suffix for row in lists for suffix in accepted(row.rule)],
        "voices": form.voices is not None,
        "longest": _longest([row.rule for row in lists], form),
        "words": words_with(own, own_chinese),
    }


def single_face(row: OneFile | None, form: ModelForm) -> dict[str, Any]:
    """Give what the tray of a single file shows; it is not shown where the model has none."""
    if row is None:
        return {"visible": HIDDEN}
    return {
        "visible": True,
        "title": row.label,
        "slots": 1,
        "accept": accepted(row.rule),
        "voices": False,
        "longest": _longest([row.rule], form),
        "words": words_with(*_hints(row, form)),
    }


def _longest(rules: Sequence[MediaRule], form: ModelForm) -> dict[str, float]:
    """Give for how many seconds a clip, a sound or a voice can be recorded: as long as the model takes it."""
    own = {str(rule.kind): rule for rule in rules}
    if form.voices is not None:
        own["voice"] = form.voices.rule
    timed = {name: rule.seconds for name, rule in own.items() if rule.seconds is not None}
    return {name: _MOST_RECORDED if row.endless else min(row.maximum, _MOST_RECORDED) for name, row in timed.items()}


def _hints(row: OneFile, form: ModelForm) -> tuple[dict[str, str], dict[str, str]]:
    """Say whether the file is needed: it is, it may be left out, or another one may stand in its place."""
    if row.required:
        return {"optional": "needed"}, {"optional": "必填"}
    alone = {names[0] for names in form.permitted_sets if len(names) == 1}
    if row.name not in alone:
        return {}, {}
    others = [one.label.lower() for one in form.singles() if one.name in alone and one.name != row.name]
    if not others:
        return {"optional": "needed"}, {"optional": "必填"}
    return {"optional": f"or {' or '.join(others)}"}, {"optional": "任选其一"}
